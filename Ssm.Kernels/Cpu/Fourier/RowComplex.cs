using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>Complex products whose negations become part of the instruction.</summary>
internal static class RowComplex
{
    /// <summary>x·w, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Lanes<T> Times<T>(this Lanes<T> x, Lanes<T> w)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(SubtractProduct(x.Re * w.Re, x.Im, w.Im), Fused.MultiplyAdd(x.Im, w.Re, x.Re * w.Im));

    /// <summary>z − x·y, rounded once where the processor can.</summary>
    /// <remarks>The compiler folds the minus of an argument into this product, but not into the estimate that
    /// <see cref="Fused"/> uses, where it costs an instruction of its own.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> SubtractProduct<T>(Vector<T> z, Vector<T> x, Vector<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Fma.IsSupported || AdvSimd.Arm64.IsSupported)
        {
            if (typeof(T) == typeof(float))
            {
                return Vector.FusedMultiplyAdd(-x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>();
            }

            if (typeof(T) == typeof(double))
            {
                return Vector.FusedMultiplyAdd(-x.As<T, double>(), y.As<T, double>(), z.As<T, double>())
                    .As<double, T>();
            }
        }

        return z - (x * y);
    }
}
