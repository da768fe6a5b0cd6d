using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The exponential where |ΔA| is known to be no more than <see cref="SelectiveMath.Limit"/>.</summary>
internal readonly struct BoundedDecay<T> : ISelectiveDecay<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Power(Vector<T> delta, Vector<T> a) => SelectiveMath.PowerOfTwo(delta, a);
}
