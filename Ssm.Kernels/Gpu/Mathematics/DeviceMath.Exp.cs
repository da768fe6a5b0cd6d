using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>The exponential and e^x − 1.</content>
internal static partial class DeviceMath
{
    /// <summary>e^x, within 1.1 ulp; subnormal results included.</summary>
    internal static float Exp(float x) => ExpSum(x, 0.0f);

    /// <summary>e^x, within 1.1 ulp; subnormal results included.</summary>
    internal static double Exp(double x) => ExpSum(x, 0.0);

    /// <summary>e^(high + low) where <paramref name="low"/> is small beside 1 or beside <paramref name="high"/>.
    /// </summary>
    /// <remarks>
    /// x = n ln 2 + r with |r| ≤ ln 2 / 2, e^x = 2^n e^r. 2^n is applied in two factors, so that results down to the
    /// smallest subnormal and up to the largest finite number need no special case.
    /// </remarks>
    private static float ExpSum(float high, float low)
    {
        float fraction = ExpParts(high, low, out float half, out float rest);
        return ((fraction * half) + half) * rest;
    }

    /// <inheritdoc cref="ExpSum(float, float)"/>
    private static double ExpSum(double high, double low)
    {
        double fraction = ExpParts(high, low, out double half, out double rest);
        return ((fraction * half) + half) * rest;
    }

    /// <summary>e^(high + low) = (1 + fraction) · half · rest, the two factors being powers of two.</summary>
    private static float ExpParts(float high, float low, out float half, out float rest)
    {
        // Below the low bound e^x is 0, and at the high one it is infinite.
        float x = Clamp(high, -104.0f, 176.0f);

        // n + 1.5 · 2^23 + 2 · 127: the low bits of this sum hold n with the bias of both factors, so that halves of
        // them are biased exponents.
        float shift = 12582912.0f + 254.0f;
        float sum = ((x + low) * 1.44269504f) + shift, n = sum - shift;

        // The first part of ln 2 has so many trailing zeros that n times it is exact.
        float r = x + (n * -0.693145751953125f);
        r += low + (n * -1.42860677e-6f);
        uint both = Interop.FloatAsInt(sum), first = both >> 1;
        half = Interop.IntAsFloat(first << 23);
        rest = Interop.IntAsFloat((both - first) << 23);
        return (r * r * ExpTail(r)) + r;
    }

    /// <inheritdoc cref="ExpParts(float, float, out float, out float)"/>
    private static double ExpParts(double high, double low, out double half, out double rest)
    {
        double x = Clamp(high, -746.0, 1418.0);
        double shift = 6755399441055744.0 + 2046.0;
        double sum = ((x + low) * 1.4426950408889634) + shift, n = sum - shift;
        double r = x + (n * -6.93147180369123816490e-01);
        r += low + (n * -1.90821492927058770002e-10);
        ulong both = Interop.FloatAsInt(sum), first = both >> 1;
        half = Interop.IntAsFloat(first << 52);
        rest = Interop.IntAsFloat((both - first) << 52);
        return (r * r * ExpTail(r)) + r;
    }

    /// <summary>e^x − 1, within 2 ulp, also where x is tiny.</summary>
    internal static float Expm1(float x)
    {
        // Below −40 the result is −1; clamping there keeps 2^(n−1) normal.
        float bounded = Clamp(x, -40.0f, 89.0f), shift = 12582912.0f;
        float n = ((bounded * 1.44269504f) + shift) - shift;
        float r = bounded + (n * -0.693145751953125f);
        r += n * -1.42860677e-6f;
        float p = (r * r * ExpTail(r)) + r;

        // 2^n p + (2^n − 1) = 2 (2^(n−1) p + (2^(n−1) − 1/2)): half of it first, since 2^n itself may overflow.
        float scale = Interop.IntAsFloat((uint)((int)n + 126) << 23);
        float y = (scale * p) + (scale - 0.5f);
        y += y;

        // Where n = 0 the sum above is p again, but loses the last bits of subnormals; p itself loses the sign of zero.
        return CopySign(n == 0.0f ? p : y, x);
    }

    /// <summary>e^x − 1, within 2 ulp, also where x is tiny.</summary>
    internal static double Expm1(double x)
    {
        double bounded = Clamp(x, -40.0, 710.0), shift = 6755399441055744.0;
        double n = ((bounded * 1.4426950408889634) + shift) - shift;
        double r = bounded + (n * -6.93147180369123816490e-01);
        r += n * -1.90821492927058770002e-10;
        double p = (r * r * ExpTail(r)) + r;
        double scale = Interop.IntAsFloat((ulong)((long)n + 1022) << 52);
        double y = (scale * p) + (scale - 0.5);
        y += y;
        return CopySign(n == 0.0 ? p : y, x);
    }

    // (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2, within 1.4e-9.
    private static float ExpTail(float r)
    {
        float p = 0.000198909911f;
        p = (p * r) + 0.00139336498f;
        p = (p * r) + 0.00833331048f;
        p = (p * r) + 0.0416664667f;
        p = (p * r) + 0.166666672f;
        p = (p * r) + 0.5f;
        return p;
    }

    // (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2, within 1.4e-18.
    private static double ExpTail(double r)
    {
        double square = r * r;
        double even = 2.0914686968086876e-09;
        even = (even * square) + 2.75572736431103e-07;
        even = (even * square) + 2.4801587325547743e-05;
        even = (even * square) + 0.0013888888888883748;
        even = (even * square) + 0.04166666666666667;
        double odd = 2.5105217004720745e-08;
        odd = (odd * square) + 2.7557255400206422e-06;
        odd = (odd * square) + 0.00019841269874820627;
        odd = (odd * square) + 0.008333333333326136;
        odd = (odd * square) + 0.1666666666666667;
        double p = (even * r) + odd;
        return (p * r) + 0.5;
    }
}
