using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

public static partial class VectorMath
{
    /// <summary>The hyperbolic tangent, within 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Tanh<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return SingleMath.Tanh(Single(x)).Value.As<float, T>();
        }

        // tanh |x| = t / (t + 2) with t = e^(2|x|) − 1; beyond 22 it is 1 in either type, and t stays finite.
        Vector<T> size = Vector.Abs(x), bound = Lanes<T>(22.0);
        size = Vector.ConditionalSelect(Vector.GreaterThan(size, bound), bound, size);
        Vector<T> t = Expm1(size + size);
        return CopySign(t / (t + Lanes<T>(2.0)), x);
    }

    /// <summary>The hyperbolic sine, within 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Sinh<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // With t = e^|x| − 1: (e^|x| − e^−|x|) / 2 = (t + t / (t + 1)) / 2, without cancellation.
        Vector<T> size = Vector.Abs(x), half = Lanes<T>(0.5);
        Vector<T> t = Expm1(size);
        Vector<T> y = half * (t + (t / (t + Vector<T>.One)));

        // e^|x| overflows ln 2 before its half does, and then e^−|x| no longer counts.
        Vector<T> fraction = ExpParts(size - Lanes<T>(1.0), out Vector<T> first, out Vector<T> second);
        Vector<T> far = fraction * Lanes<T>(Math.E / 2.0) * first * second;
        y = Vector.ConditionalSelect(Vector.GreaterThan(size, Lanes<T>(44.0f, 350.0)), far, y);
        return CopySign(y, x);
    }

    /// <summary>The hyperbolic cosine, within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Cosh<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The half goes into a power of two, so that it comes before the overflow of e^|x|.
        Vector<T> size = Vector.Abs(x), half = Lanes<T>(0.5);
        Vector<T> fraction = ExpParts(size, out Vector<T> first, out Vector<T> second);
        Vector<T> grown = fraction * (half * first) * second;
        return grown + (Lanes<T>(0.25) / grown);
    }

    /// <summary>The inverse hyperbolic sine, within 3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Asinh<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // log1p(|x| + x² / (1 + √(1 + x²))); where x² could overflow, the same is log |x| + ln 2.
        Vector<T> size = Vector.Abs(x), one = Vector<T>.One;
        Vector<T> far = Vector.GreaterThan(size, Lanes<T>(1e8f, 1e16));
        Vector<T> square = size * size;
        Vector<T> near = size + (square / (one + Vector.SquareRoot(one + square)));
        Vector<T> y = Log1p(Vector.ConditionalSelect(far, size, near));
        y += Vector.ConditionalSelect(far, Lanes<T>(0.6931471805599453), Vector<T>.Zero);
        return CopySign(y, x);
    }

    /// <summary>σ(x) = 1 / (1 + e^−x), within 2.5 ulp; subnormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Sigmoid<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return SingleMath.Sigmoid(Single(x)).Value.As<float, T>();
        }

        // e^−|x| never overflows; σ(x) is 1 / (1 + e^−|x|) for x ≥ 0, and e^−|x| times that for x < 0.
        Vector<T> e = Exp(-Vector.Abs(x)), one = Vector<T>.One;
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), e, one) / (one + e);
    }
}
