using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>The sine and the cosine.</content>
internal static partial class DeviceMath
{
    /// <summary>The sine, within 1.5 ulp for arguments of any size.</summary>
    internal static float Sin(float x)
    {
        SinCos(x, out float sin, out _);
        return sin;
    }

    /// <summary>The sine, within 1.5 ulp for arguments of any size.</summary>
    internal static double Sin(double x)
    {
        SinCos(x, out double sin, out _);
        return sin;
    }

    /// <summary>The cosine, within 1.5 ulp for arguments of any size.</summary>
    internal static float Cos(float x)
    {
        SinCos(x, out _, out float cos);
        return cos;
    }

    /// <summary>The cosine, within 1.5 ulp for arguments of any size.</summary>
    internal static double Cos(double x)
    {
        SinCos(x, out _, out double cos);
        return cos;
    }

    /// <summary>The sine and the cosine together, as accurate as each alone.</summary>
    /// <remarks>
    /// |x| = n π/2 + r with |r| ≤ π/4, after Cody and Waite, "Software Manual for the Elementary Functions", 1980, up
    /// to 400, and by <see cref="ReduceLarge(float, out float, out float)"/> above.
    /// </remarks>
    internal static void SinCos(float x, out float sin, out float cos)
    {
        float size = Size(x), r, low;
        int quarter;
        if (size < 400.0f)
        {
            quarter = ReduceModerate(size, out r, out low);
        }
        else
        {
            quarter = ReduceLarge(size, out r, out low);
        }

        // sin(r + low) = r + (r z S(z) + low), cos(r + low) = 1 − z/2 + (z² C(z) − r low), z = r².
        float z = r * r, hill = 0.5f * z, top = 1.0f - hill;
        float near = r + ((r * z * SinTail(z)) + low);
        float far = top + (((1.0f - top) - hill) + ((z * z * CosTail(z)) - (r * low)));

        // Odd quarter turns exchange sine and cosine; no number, or an infinite one, has neither.
        bool odd = (quarter & 1) != 0, none = !(size < float.PositiveInfinity);
        float s = odd ? far : near, c = odd ? near : far;
        uint turned = (uint)(quarter & 2) << 30, turnedNext = (uint)((quarter + 1) & 2) << 30;
        turned ^= Interop.FloatAsInt(x) & 0x80000000u;
        sin = none ? float.NaN : Interop.IntAsFloat(Interop.FloatAsInt(s) ^ turned);
        cos = none ? float.NaN : Interop.IntAsFloat(Interop.FloatAsInt(c) ^ turnedNext);
    }

    /// <inheritdoc cref="SinCos(float, out float, out float)"/>
    internal static void SinCos(double x, out double sin, out double cos)
    {
        double size = Size(x), r, low;
        int quarter;
        if (size < 1.0e6)
        {
            quarter = ReduceModerate(size, out r, out low);
        }
        else
        {
            quarter = ReduceLarge(size, out r, out low);
        }

        double z = r * r, hill = 0.5 * z, top = 1.0 - hill;
        double near = r + ((r * z * SinTail(z)) + low);
        double far = top + (((1.0 - top) - hill) + ((z * z * CosTail(z)) - (r * low)));
        bool odd = (quarter & 1) != 0, none = !(size < double.PositiveInfinity);
        double s = odd ? far : near, c = odd ? near : far;
        ulong turned = (ulong)(quarter & 2) << 62, turnedNext = (ulong)((quarter + 1) & 2) << 62;
        turned ^= Interop.FloatAsInt(x) & 0x8000000000000000ul;
        sin = none ? double.NaN : Interop.IntAsFloat(Interop.FloatAsInt(s) ^ turned);
        cos = none ? double.NaN : Interop.IntAsFloat(Interop.FloatAsInt(c) ^ turnedNext);
    }

    /// <summary>x − n π/2 = r + low for x from 0 to 400; returns n.</summary>
    /// <remarks>
    /// π/2 in parts of 16 bits, so that n times each of the first three is exact, and with them all that is subtracted
    /// from x: what rounding takes from a difference is got back by Knuth's two-sum.
    /// </remarks>
    private static int ReduceModerate(float x, out float r, out float low)
    {
        float n = ((x * 0.636619747f) + 12582912.0f) - 12582912.0f;
        float first = x - (n * 1.570770263671875f);
        float product = n * 2.6063062250614166e-05f, second = first - product, back = second - first;
        float lost = (first - (second - back)) - (product + back);
        product = n * 6.076561476220377e-11f;
        r = second - product;
        back = r - second;
        lost += (second - (r - back)) - (product + back);
        low = lost - (n * 5.390303e-15f);
        return (int)n;
    }

    /// <summary>x − n π/2 = r + low for x from 0 to 10^6; returns n. As with floats, in parts of 33 bits.</summary>
    private static int ReduceModerate(double x, out double r, out double low)
    {
        double n = ((x * 0.6366197723675814) + 6755399441055744.0) - 6755399441055744.0;
        double first = x - (n * 1.5707963267341256);
        double product = n * 6.077100506303966e-11, second = first - product, back = second - first;
        double lost = (first - (second - back)) - (product + back);
        product = n * 2.0222662487111665e-21;
        r = second - product;
        back = r - second;
        lost += (second - (r - back)) - (product + back);
        low = lost - (n * 8.4784276603689e-32);
        return (int)n;
    }

    // (sin(r) / r − 1) / z for z = r² ≤ (π/4)², within 2.9e-11.
    private static float SinTail(float z)
    {
        float p = 2.72499256e-06f;
        p = (p * z) + -0.00019840087f;
        p = (p * z) + 0.00833333191f;
        p = (p * z) + -0.166666672f;
        return p;
    }

    // (sin(r) / r − 1) / z for z = r² ≤ (π/4)², within 2.1e-17.
    private static double SinTail(double z)
    {
        double p = 1.5918129294866608e-10;
        p = (p * z) + -2.5051131845003624e-08;
        p = (p * z) + 2.755731610255244e-06;
        p = (p * z) + -0.00019841269836758574;
        p = (p * z) + 0.008333333333330948;
        p = (p * z) + -0.16666666666666666;
        return p;
    }

    // (cos(r) − 1 + z / 2) / z² for z = r² ≤ (π/4)², within 2e-9.
    private static float CosTail(float z)
    {
        float p = 2.45479423e-05f;
        p = (p * z) + -0.00138883025f;
        p = (p * z) + 0.0416666642f;
        return p;
    }

    // (cos(r) − 1 + z / 2) / z² for z = r² ≤ (π/4)², within 1.3e-18.
    private static double CosTail(double z)
    {
        double p = -1.1382632425521717e-11;
        p = (p * z) + 2.08761462684032e-09;
        p = (p * z) + -2.7557317271729793e-07;
        p = (p * z) + 2.480158729876569e-05;
        p = (p * z) + -0.0013888888888887398;
        p = (p * z) + 0.041666666666666664;
        return p;
    }
}
