using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The exponential for any argument: the bits of <see cref="BoundedComplexDecay{T}"/> within its bounds.
/// </summary>
internal readonly struct AnyComplexDecay<T> : IComplexDecay<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<T> Re, Vector<T> Im) Power(Vector<T> delta, Vector<T> re, Vector<T> im)
    {
        Vector<T> size = AnyDecay<T>.Power(delta, re);
        (Vector<T> sin, Vector<T> cos) = SelectiveTurn.AnySinCos(delta, im);
        return (size * cos, size * sin);
    }
}
