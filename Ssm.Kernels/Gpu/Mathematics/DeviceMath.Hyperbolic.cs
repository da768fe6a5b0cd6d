namespace Ssm.Kernels.Gpu;

/// <content>Hyperbolic functions.</content>
internal static partial class DeviceMath
{
    /// <summary>The hyperbolic tangent, within 2 ulp.</summary>
    /// <remarks>
    /// Below 1 an odd polynomial, within 2.2e-8. Above, 1 − (1 − t)² / (1 + t²) with t = tanh(x / 2) = P / Q, of degree
    /// 2 and 3 in x², within 8.6e-9 of the result: what is taken from 1 is less than a quarter, and so is what it is
    /// wrong by. Above 9.3 the result is 1, the nearest float from 9.02 on.
    /// </remarks>
    internal static float Tanh(float x)
    {
        float size = Size(x);
        size = size > 9.6f ? 9.6f : size;
        float z = size * size;
        float p = ((0.0018293277f / 32.0f) * z) + (0.11910976f / 8.0f);
        float q = ((7.876362e-5f / 64.0f) * z) + (0.019310888f / 16.0f);
        p = ((p * z) + 0.5f) * size;
        q = (q * z) + (0.45244294f / 4.0f);
        q = (q * z) + 1.0f;
        float rest = q - p, far = 1.0f - (rest * rest / ((p * p) + (q * q)));

        float near = -0.0004206955f;
        near = (near * z) + 0.0025104594f;
        near = (near * z) + -0.008218922f;
        near = (near * z) + 0.021660116f;
        near = (near * z) + -0.05393479f;
        near = (near * z) + 0.13333128f;
        near = (near * z) + -0.3333333f;
        near = (near * z * size) + size;
        return CopySign(size < 1.0f ? near : far, x);
    }

    /// <summary>The hyperbolic tangent, within 2 ulp.</summary>
    internal static double Tanh(double x)
    {
        // tanh |x| = t / (t + 2) with t = e^(2|x|) − 1; beyond 22 it is 1, and t stays finite.
        double size = Size(x);
        size = size > 22.0 ? 22.0 : size;
        double t = Expm1(size + size);
        return CopySign(t / (t + 2.0), x);
    }

    /// <summary>The hyperbolic sine, within 2.5 ulp.</summary>
    internal static float Sinh(float x)
    {
        // With t = e^|x| − 1: (e^|x| − e^−|x|) / 2 = (t + t / (t + 1)) / 2, without cancellation.
        float size = Size(x), t = Expm1(size), near = 0.5f * (t + (t / (t + 1.0f)));

        // e^|x| overflows ln 2 before its half does, and then e^−|x| no longer counts.
        return CopySign(size > 44.0f ? HalfExp(size) : near, x);
    }

    /// <summary>The hyperbolic sine, within 2.5 ulp.</summary>
    internal static double Sinh(double x)
    {
        double size = Size(x), t = Expm1(size), near = 0.5 * (t + (t / (t + 1.0)));
        return CopySign(size > 350.0 ? HalfExp(size) : near, x);
    }

    /// <summary>The hyperbolic cosine, within 2 ulp.</summary>
    internal static float Cosh(float x)
    {
        float grown = HalfExp(Size(x));
        return grown + (0.25f / grown);
    }

    /// <summary>The hyperbolic cosine, within 2 ulp.</summary>
    internal static double Cosh(double x)
    {
        double grown = HalfExp(Size(x));
        return grown + (0.25 / grown);
    }

    /// <summary>The inverse hyperbolic sine, within 2 ulp.</summary>
    internal static float Asinh(float x)
    {
        // log1p(|x| + x² / (1 + √(1 + x²))); where x² could overflow, the same is log |x| + ln 2.
        float size = Size(x), square = size * size;
        bool far = size > 1e8f;
        float y = Log1p(far ? size : size + (square / (1.0f + MathF.Sqrt(1.0f + square))));
        return CopySign(far ? y + 0.693147182f : y, x);
    }

    /// <summary>The inverse hyperbolic sine, within 2 ulp.</summary>
    internal static double Asinh(double x)
    {
        double size = Size(x), square = size * size;
        bool far = size > 1e16;
        double y = Log1p(far ? size : size + (square / (1.0 + Math.Sqrt(1.0 + square))));
        return CopySign(far ? y + 0.6931471805599453 : y, x);
    }

    /// <summary>σ(x) = 1 / (1 + e^−x), within 2.5 ulp; subnormal results included.</summary>
    internal static float Sigmoid(float x)
    {
        float e = Exp(-Size(x));
        return (x < 0.0f ? e : 1.0f) / (1.0f + e);
    }

    /// <summary>σ(x) = 1 / (1 + e^−x), within 2.5 ulp; subnormal results included.</summary>
    internal static double Sigmoid(double x)
    {
        double e = Exp(-Size(x));
        return (x < 0.0 ? e : 1.0) / (1.0 + e);
    }

    /// <summary>softplus(x) = log(1 + e^x), and x itself above 20; within 3 ulp.</summary>
    internal static float Softplus(float x) => x > 20.0f ? x : Log1p(Exp(x));

    /// <summary>softplus(x) = log(1 + e^x), and x itself above 20; within 3 ulp.</summary>
    internal static double Softplus(double x) => x > 20.0 ? x : Log1p(Exp(x));

    // e^x / 2 for x ≥ 0. The half goes into a power of two, so that it comes before the overflow of e^x.
    private static float HalfExp(float x)
    {
        float fraction = ExpParts(x, 0.0f, out float first, out float second);
        first *= 0.5f;
        return ((fraction * first) + first) * second;
    }

    private static double HalfExp(double x)
    {
        double fraction = ExpParts(x, 0.0, out double first, out double second);
        first *= 0.5;
        return ((fraction * first) + first) * second;
    }
}
