using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The exponential where both parts of ΔA are known to be within <see cref="SelectiveMath.Limit"/>.</summary>
internal readonly struct BoundedComplexDecay<T> : IComplexDecay<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<T> Re, Vector<T> Im) Power(Vector<T> delta, Vector<T> re, Vector<T> im)
    {
        Vector<T> size = SelectiveMath.PowerOfTwo(delta, re);
        (Vector<T> sin, Vector<T> cos) = SelectiveTurn.SinCos(delta, im);
        return (size * cos, size * sin);
    }
}
