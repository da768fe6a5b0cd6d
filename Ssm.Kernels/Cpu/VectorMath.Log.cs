using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

public static partial class VectorMath
{
    /// <summary>The natural logarithm, within 1 ulp; subnormal arguments included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Log<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return SingleMath.Log(Single(x)).Value.As<float, T>();
        }

        Vector<T> zero = Vector<T>.Zero, normal = x, shift = zero;
        bool ordinary = Vector.GreaterThanOrEqualAll(x, Lanes<T>(2.2250738585072014e-308))
            && Vector.LessThanAll(x, Lanes<T>(double.PositiveInfinity));
        if (!ordinary)
        {
            // Subnormal numbers are brought into the normal range, exactly.
            Vector<T> small = Vector.LessThan(x, Lanes<T>(2.2250738585072014e-308));
            normal = Vector.ConditionalSelect(small, x * Lanes<T>(18014398509481984.0), x);
            shift = Vector.ConditionalSelect(small, Lanes<T>(-54.0), zero);
        }

        Vector<T> y = LogNormal(normal, shift, zero);
        if (!ordinary)
        {
            // log 0 = −∞, log ∞ = ∞, and of what is negative or no number there is none.
            Vector<T> infinity = Lanes<T>(double.PositiveInfinity), none = Lanes<T>(double.NaN);
            y = Vector.ConditionalSelect(Vector.LessThan(x, infinity), y, x);
            y = Vector.ConditionalSelect(Vector.GreaterThan(x, zero), y, none);
            y = Vector.ConditionalSelect(Vector.Equals(x, zero), -infinity, y);
        }

        return y;
    }

    /// <summary>The logarithm to base 2, within 4 ulp (1.5 in double).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Log2<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector.Log2(x.As<T, float>()).As<float, T>()
            : Vector.Log2(x.As<T, double>()).As<double, T>();

    /// <summary>log(1 + x), within 1.5 ulp, also where x is tiny.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Log1p<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> y = Log1pFinite(x, out Vector<T> u);

        // −1 gives −∞, ∞ itself, and what is below −1 or no number gives none.
        Vector<T> infinity = Lanes<T>(double.PositiveInfinity);
        if (!(Vector.GreaterThanAll(u, Vector<T>.Zero) && Vector.LessThanAll(u, infinity)))
        {
            y = Vector.ConditionalSelect(Vector.LessThan(u, infinity), y, x);
            y = Vector.ConditionalSelect(Vector.GreaterThan(u, Vector<T>.Zero), y, Lanes<T>(double.NaN));
            y = Vector.ConditionalSelect(Vector.Equals(u, Vector<T>.Zero), -infinity, y);
        }

        return y;
    }

    /// <summary>softplus(x) = log(1 + e^x), and x itself above 20 as in PyTorch; within 3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Softplus<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return SingleMath.Softplus(Single(x)).Value.As<float, T>();
        }

        Vector<T> linear = Vector.GreaterThan(x, Lanes<T>(20.0));
        Vector<T> y = Log1pFinite(Exp(Vector.MinNative(Lanes<T>(20.0), x)), out _);
        return Vector.ConditionalSelect(linear, x, y);
    }

    // log(1 + x) for finite x above −1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Log1pFinite<T>(Vector<T> x, out Vector<T> u)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // u = 1 + x is rounded; lost is exactly what rounding took (Knuth's two-sum), and adds lost / u to first order.
        // A tiny x is lost as a whole, and comes back as the result, but for the sign of a zero.
        u = Vector<T>.One + x;
        Vector<T> back = u - Vector<T>.One;
        Vector<T> lost = (Vector<T>.One - (u - back)) + (x - back);
        Vector<T> y = LogNormal(u, Vector<T>.Zero, lost / u);
        return Vector.ConditionalSelect(Vector.Equals(x, Vector<T>.Zero), x, y);
    }

    /// <summary>log u + shift · ln 2 + correction for a normal u; garbage for other u.</summary>
    /// <remarks>
    /// u = 2^k m with m from √½ to √2. With f = m − 1 and s = f / (2 + f), log m = 2 atanh s = f − f²/2 + s (f²/2 +
    /// R(s²)), where the first two terms carry the result and the last is small.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> LogNormal<T>(Vector<T> u, Vector<T> shift, Vector<T> correction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return SingleMath.LogNormal(Single(u), Single(shift), Single(correction)).Value.As<float, T>();
        }

        // The distance to √½ as integers: its exponent field is k, and falls from one k to the next at √2.
        Vector<long> bits = u.As<T, long>();
        Vector<long> steps = Vector.ShiftRightArithmetic(bits - new Vector<long>(0x3FE6A09E667F3BCD), 52);
        Vector<T> m = (bits - Vector.ShiftLeft(steps, 52)).As<long, T>(), one = Vector<T>.One, half = Lanes<T>(0.5);
        Vector<T> k = (steps + new Vector<long>(0x4338000000000000)).As<long, T>() - Lanes<T>(6755399441055744.0);
        k += shift;
        Vector<T> f = m - one, s = f / (f + Lanes<T>(2.0)), z = s * s, square = half * f * f;
        Vector<T> low = Fma(k, Lanes<T>(1.90821492927058770002e-10), correction);
        Vector<T> tail = Fma(s, Fma(z, LogTail(z.As<T, double>()).As<double, T>(), square), low) - square;
        return Fma(k, Lanes<T>(6.93147180369123816490e-01), f + tail);
    }
}
