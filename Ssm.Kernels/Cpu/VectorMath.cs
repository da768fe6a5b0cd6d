using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Elementary functions of whole vectors: those .NET lacks, and those it has without <c>T</c>.</summary>
/// <remarks>
/// <c>T</c> is <see cref="float"/> or <see cref="double"/>; the test of the type is settled at compile
/// time. Each lane's result depends on that lane alone. Accuracies are the largest errors found by the tests over the
/// whole range, in units in the last place (ulp) of the exact result. The overloads on a single number are what a GPU
/// thread runs: the same functions in terms of the device's own exponential and logarithm.
/// </remarks>
public static partial class VectorMath
{
    /// <summary>A literal as a <typeparamref name="T"/>: the one place where constants enter generic code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Number<T>(double value)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Unsafe.BitCast<float, T>((float)value)
            : typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(value) : T.CreateTruncating(value);

    /// <summary>A literal in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Lanes<T>(double value)
        where T : unmanaged, IFloatingPointIeee754<T> => new(Number<T>(value));

    /// <summary>A literal in every lane that differs between the types.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Lanes<T>(float single, double wide)
        where T : unmanaged, IFloatingPointIeee754<T> => new(Number<T>(typeof(T) == typeof(float) ? single : wide));

    /// <summary>a b + c with one rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Fma<T>(Vector<T> a, Vector<T> b, Vector<T> c)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector.FusedMultiplyAdd(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>()
            : Vector.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();

    /// <summary>The nearest whole number, ties to even, for |x| below 2^22 (2^51 in double).</summary>
    /// <remarks>Adding 1.5 · 2^23 pushes the fraction out of the mantissa: two additions instead of a
    /// conversion.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> RoundSmall<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> shift = Lanes<T>(12582912.0f, 6755399441055744.0);
        return (x + shift) - shift;
    }

    /// <summary>2^n for whole n from −126 to 127 (−1022 to 1023 in double).</summary>
    /// <remarks>The biased exponent appears in the low bits of n + 1.5 · 2^23 + 127 and is shifted into its
    /// place.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> PowerOfTwo<T>(Vector<T> n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> biased = n + Lanes<T>(12582912.0f + 127.0f, 6755399441055744.0 + 1023.0);
        return typeof(T) == typeof(float)
            ? Vector.ShiftLeft(biased.As<T, int>(), 23).As<int, T>()
            : Vector.ShiftLeft(biased.As<T, long>(), 52).As<long, T>();
    }

    /// <summary>|magnitude| with the sign bit of <paramref name="sign"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> CopySign<T>(Vector<T> magnitude, Vector<T> sign)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> mask = Lanes<T>(-0.0);
        return Vector.BitwiseOr(Vector.AndNot(magnitude, mask), Vector.BitwiseAnd(sign, mask));
    }

    // The lanes of floats as SingleMath takes them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static VectorLanes Single<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(x.As<T, float>());
}
