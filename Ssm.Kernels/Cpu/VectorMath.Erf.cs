using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

public static partial class VectorMath
{
    /// <summary>The error function, within 3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Erf<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> size = Vector.Abs(x), one = Vector<T>.One, bound = Lanes<T>(10.1f, 27.5);
        Vector<T> close = Vector.LessThan(size, one);
        Vector<T> near = x * ErfNear(x * x);

        // erfc is 0 at the bound already; a NaN fails the test and passes.
        Vector<T> outer = Vector.MinNative(bound, size);
        Vector<T> square = outer * outer;
        Vector<T> far = one - ErfcFar(outer, square, Fma(outer, outer, -square));
        return Vector.ConditionalSelect(close, near, CopySign(far, x));
    }

    /// <summary>Φ(x) = (1 + erf(x / √2)) / 2, the normal distribution function, within 4 ulp also far in its lower
    /// tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Phi<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return SingleMath.Phi(Single(x)).Value.As<float, T>();
        }

        Vector<T> half = Lanes<T>(0.5), one = Vector<T>.One, s = x * Lanes<T>(0.7071067811865476);

        // Near 0 erfc would be formed from an argument close to −1, whose rounding error alone is some ulp of it.
        Vector<T> near = Fma(half * s, ErfNear(s * s), half);

        // The exponent is x² / 2 from x itself: the rounding error of x / √2 would be multiplied by x² in e^(−x²/2).
        Vector<T> outer = Vector.MinNative(Lanes<T>(14.3f, 38.8), Vector.Abs(x)), square = outer * outer;
        Vector<T> rest = half * Fma(outer, outer, -square);
        Vector<T> tail = half * ErfcFar(outer * Lanes<T>(0.7071067811865476), half * square, rest);
        Vector<T> far = Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), tail, one - tail);
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(s), Lanes<T>(0.46)), near, far);
    }

    /// <summary>x Φ(x), 0 at −∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Gelu<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? SingleMath.Gelu(Single(x)).Value.As<float, T>()
            : Vector.ConditionalSelect(
                Vector.Equals(x, Lanes<T>(double.NegativeInfinity)), Vector<T>.Zero, x * Phi(x));

    /// <summary>Φ(x) + x e^(−x²/2) / √(2π).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> GeluDerivative<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return SingleMath.GeluDerivative(Single(x)).Value.As<float, T>();
        }

        // Beyond the bound the bell is 0, and its product with an infinite x is not a number.
        x = Vector.MinNative(Lanes<T>(40.0), Vector.MaxNative(Lanes<T>(-40.0), x));
        return Phi(x) + (x * Exp(Lanes<T>(-0.5) * x * x) * Lanes<T>(0.3989422804014327));
    }

    /// <summary>x σ(x), 0 at −∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Silu<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? SingleMath.Silu(Single(x)).Value.As<float, T>()
            : Vector.ConditionalSelect(
                Vector.Equals(x, Lanes<T>(double.NegativeInfinity)), Vector<T>.Zero, x * Sigmoid(x));

    // erfc(x) for x ≥ 0, where x² = h + l: e^(−h − l) = e^−h (1 − l) to first order in the rounding error l.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> ErfcFar<T>(Vector<T> x, Vector<T> h, Vector<T> l)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> t = (x - Lanes<T>(3.0)) / (x + Lanes<T>(3.0));
        Vector<T> p = typeof(T) == typeof(float)
            ? ErfcFar(t.As<T, float>()).As<float, T>()
            : ErfcFar(t.As<T, double>()).As<double, T>();
        Vector<T> fraction = ExpParts(-h, out Vector<T> first, out Vector<T> second);
        p = Fma(-l, p, p) / Fma(x, Lanes<T>(2.0), Vector<T>.One);
        return fraction * p * first * second;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> ErfNear<T>(Vector<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? ErfNear(z.As<T, float>()).As<float, T>()
            : ErfNear(z.As<T, double>()).As<double, T>();
}
