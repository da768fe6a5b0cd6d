using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>a·b + c in one instruction where the processor has it, and in two where it has not.</summary>
/// <remarks>
/// The library's generic product and sum are never fused by the compiler, and its fused forms are not generic.
/// </remarks>
internal static class Fused
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> MultiplyAdd<T>(Vector<T> a, Vector<T> b, Vector<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return Vector.MultiplyAddEstimate(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            return Vector.MultiplyAddEstimate(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();
        }

        return (a * b) + c;
    }
}
