using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>Logarithms.</content>
internal static partial class DeviceMath
{
    /// <summary>The natural logarithm, within 1 ulp; subnormal arguments included.</summary>
    internal static float Log(float x)
    {
        // Subnormal numbers are brought into the normal range, exactly.
        bool small = x < 1.17549435e-38f;
        float y = LogNormal(small ? x * 33554432.0f : x, small ? -25.0f : 0.0f, 0.0f);
        return LogLimits(x, x, y);
    }

    /// <summary>The natural logarithm, within 1 ulp; subnormal arguments included.</summary>
    internal static double Log(double x)
    {
        bool small = x < 2.2250738585072014e-308;
        double y = LogNormal(small ? x * 18014398509481984.0 : x, small ? -54.0 : 0.0, 0.0);
        return LogLimits(x, x, y);
    }

    /// <summary>log(1 + x), within 2 ulp, also where x is tiny.</summary>
    internal static float Log1p(float x)
    {
        // u = 1 + x is rounded; lost is exactly what rounding took (Knuth's two-sum), and adds lost / u to first order.
        // A tiny x is lost as a whole, and comes back as the result, but for the sign of a zero.
        float u = 1.0f + x, back = u - 1.0f, lost = (1.0f - (u - back)) + (x - back);
        float y = LogLimits(u, x, LogNormal(u, 0.0f, lost / u));
        return x == 0.0f ? x : y;
    }

    /// <summary>log(1 + x), within 2 ulp, also where x is tiny.</summary>
    internal static double Log1p(double x)
    {
        double u = 1.0 + x, back = u - 1.0, lost = (1.0 - (u - back)) + (x - back);
        double y = LogLimits(u, x, LogNormal(u, 0.0, lost / u));
        return x == 0.0 ? x : y;
    }

    /// <summary>The logarithm to base 2, within 2 ulp.</summary>
    internal static float Log2(float x)
    {
        bool small = x < 1.17549435e-38f;
        float m = LogFraction(small ? x * 33554432.0f : x, out float k), log = LogNormal(m, 0.0f, 0.0f);

        // 1 / ln 2 in two parts, so that its own rounding does not count.
        float y = (log * 1.44269502f) + ((log * 1.92596303e-8f) + (small ? k - 25.0f : k));
        return LogLimits(x, x, y);
    }

    /// <summary>The logarithm to base 2, within 2 ulp.</summary>
    internal static double Log2(double x)
    {
        bool small = x < 2.2250738585072014e-308;
        double m = LogFraction(small ? x * 18014398509481984.0 : x, out double k), log = LogNormal(m, 0.0, 0.0);
        double y = (log * 1.4426950408889634) + ((log * 2.0355273740931033e-17) + (small ? k - 54.0 : k));
        return LogLimits(x, x, y);
    }

    // log 0 = −∞, log ∞ = ∞, and of what is negative or no number there is none.
    private static float LogLimits(float u, float x, float y)
    {
        float limited = u < float.PositiveInfinity ? y : x;
        return u > 0.0f ? limited : u == 0.0f ? float.NegativeInfinity : float.NaN;
    }

    private static double LogLimits(double u, double x, double y)
    {
        double limited = u < double.PositiveInfinity ? y : x;
        return u > 0.0 ? limited : u == 0.0 ? double.NegativeInfinity : double.NaN;
    }

    /// <summary>log u + shift · ln 2 + correction for a normal u; garbage for other u.</summary>
    /// <remarks>
    /// u = 2^k m with m from √½ to √2. With f = m − 1 and s = f / (2 + f), log m = 2 atanh s = f − f²/2 + s (f²/2 +
    /// R(s²)), where the first two terms carry the result and the last is small.
    /// </remarks>
    private static float LogNormal(float u, float shift, float correction)
    {
        float m = LogFraction(u, out float k);
        k += shift;
        float f = m - 1.0f, s = f / (f + 2.0f), z = s * s, square = 0.5f * f * f;

        // (2 atanh(s) / s − 2) / z for z = s² ≤ (3 − 2√2)², within 1.2e-9.
        float p = (0.233304679f * z) + 0.285508215f;
        p = (p * z) + 0.400001228f;
        p = (p * z) + 0.666666687f;
        float low = (k * 1.42860677e-6f) + correction;
        float tail = (s * ((z * p) + square)) + low - square;
        return (k * 0.693145751953125f) + (f + tail);
    }

    /// <inheritdoc cref="LogNormal(float, float, float)"/>
    private static double LogNormal(double u, double shift, double correction)
    {
        double m = LogFraction(u, out double k);
        k += shift;
        double f = m - 1.0, s = f / (f + 2.0), z = s * s, square = 0.5 * f * f;
        double low = (k * 1.90821492927058770002e-10) + correction;
        double tail = (s * ((z * ((LogTail(z) * z) + 0.6666666666666666)) + square)) + low - square;
        return (k * 6.93147180369123816490e-01) + (f + tail);
    }

    // The distance to √½ as integers: its exponent field is k, and falls from one k to the next at √2.
    private static float LogFraction(float u, out float k)
    {
        uint bits = Interop.FloatAsInt(u);
        int steps = (int)(bits - 0x3F3504F3u) >> 23;
        k = steps;
        return Interop.IntAsFloat(bits - ((uint)steps << 23));
    }

    private static double LogFraction(double u, out double k)
    {
        ulong bits = Interop.FloatAsInt(u);
        int steps = (int)((long)(bits - 0x3FE6A09E667F3BCDul) >> 52);
        k = steps;
        return Interop.IntAsFloat(bits - ((ulong)(long)steps << 52));
    }

    // ((2 atanh(s) / s − 2) / z − 2/3) / z for z = s² ≤ (3 − 2√2)²; the function before is met within 2.1e-18.
    private static double LogTail(double z)
    {
        double square = z * z;
        double even = 0.13268773138656886;
        even = (even * square) + 0.18181795640132906;
        even = (even * square) + 0.28571428570803614;
        double odd = 0.13086626147840102;
        odd = (odd * square) + 0.15386239702814658;
        odd = (odd * square) + 0.22222222391713917;
        odd = (odd * square) + 0.4000000000000088;
        return (even * z) + odd;
    }
}
