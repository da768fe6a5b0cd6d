using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The multiply-add of the matrix products, for both element types.</summary>
internal static class MatMulLanes
{
    /// <summary>x y + z, rounded once where the processor can and twice where it cannot.</summary>
    /// <remarks>
    /// Vector.FusedMultiplyAdd would call the C library for every lane on a processor without the instruction; this
    /// is the same instruction where there is one.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> MultiplyAdd<T>(Vector<T> x, Vector<T> y, Vector<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return Vector.MultiplyAddEstimate(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            return Vector.MultiplyAddEstimate(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>();
        }

        return (x * y) + z;
    }

    /// <summary>The scalar form of the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T MultiplyAdd<T>(T x, T y, T z)
        where T : unmanaged, IFloatingPointIeee754<T> => T.MultiplyAddEstimate(x, y, z);
}
