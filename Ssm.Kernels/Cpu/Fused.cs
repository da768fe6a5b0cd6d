using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>x·y + z, rounded once where the processor can and twice where it cannot: vectors and tails alike.</summary>
/// <remarks>
/// The compiler never fuses a product and a sum by itself. <c>Vector.FusedMultiplyAdd</c> would call the C library for
/// every lane on a processor without the instruction; the estimate does not, but where there is one, a minus before an
/// argument would cost an instruction of its own.
/// </remarks>
internal static class Fused
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> MultiplyAdd<T>(Vector<T> x, Vector<T> y, Vector<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The comparisons are constants of the compiled code: only one branch is left in it.
        if (typeof(T) == typeof(float))
        {
            return Fma.IsSupported || AdvSimd.Arm64.IsSupported
                ? Vector.FusedMultiplyAdd(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>()
                : Vector.MultiplyAddEstimate(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            return Fma.IsSupported || AdvSimd.Arm64.IsSupported
                ? Vector.FusedMultiplyAdd(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>()
                : Vector.MultiplyAddEstimate(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>();
        }

        return (x * y) + z;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> MultiplyAdd<T>(Vector512<T> x, Vector512<T> y, Vector512<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return Fma.IsSupported || AdvSimd.Arm64.IsSupported
                ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
                : Vector512.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            return Fma.IsSupported || AdvSimd.Arm64.IsSupported
                ? Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>()
                : Vector512.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();
        }

        return (x * y) + z;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T MultiplyAdd<T>(T x, T y, T z)
        where T : unmanaged, IFloatingPointIeee754<T> => T.MultiplyAddEstimate(x, y, z);
}
