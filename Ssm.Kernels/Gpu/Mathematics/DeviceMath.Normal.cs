namespace Ssm.Kernels.Gpu;

/// <content>The normal distribution.</content>
internal static partial class DeviceMath
{
    /// <summary>Φ(x) = (1 + erf(x / √2)) / 2, within 4 ulp also far in its lower tail.</summary>
    internal static float Phi(float x)
    {
        float size = Size(x);
        size = size > 14.5f ? 14.5f : size;
        float tail = MillsRatio(size) * Bell(size);
        return x < 0.0f ? tail : 1.0f - tail;
    }

    /// <summary>Φ(x) = (1 + erf(x / √2)) / 2, within 4 ulp also far in its lower tail.</summary>
    internal static double Phi(double x)
    {
        double s = x * 0.7071067811865476, size = Size(x), bounded = size > 38.8 ? 38.8 : size;

        // Near 0 erfc would be formed from an argument close to −1, whose rounding error alone is some ulp of it.
        double near = 0.5 + (0.5 * s * ErfNear(s * s));
        double tail = 0.5 * ErfcFar(bounded * 0.7071067811865476) * Bell(bounded);
        return Size(s) < 0.46 ? near : x < 0.0 ? tail : 1.0 - tail;
    }

    /// <summary>e^(−x²/2) for x ≥ 0.</summary>
    /// <remarks>
    /// The rounding error of the square would come out of the exponential many times as large. With h the first half
    /// of the digits of x, x² = h² + (x − h)(x + h), where the first square is exact.
    /// </remarks>
    private static float Bell(float x)
    {
        float head = Head(x);
        return ExpSum(-0.5f * head * head, -0.5f * (x - head) * (x + head));
    }

    /// <inheritdoc cref="Bell(float)"/>
    private static double Bell(double x)
    {
        double head = Head(x);
        return ExpSum(-0.5 * head * head, -0.5 * (x - head) * (x + head));
    }

    /// <summary>Φ(−a) e^(a²/2) for a from 0 to 14.5.</summary>
    /// <remarks>1 / (a + 5/2) times a polynomial in a / (a + 5/2) − 0.414, within 1.9e-8.</remarks>
    private static float MillsRatio(float a)
    {
        float inverse = 1.0f / (a + 2.5f), u = (a * inverse) + -0.4140625f;
        float p = -0.08095684f;
        p = (p * u) + -0.017583326f;
        p = (p * u) + 0.121101975f;
        p = (p * u) + 0.09673526f;
        p = (p * u) + -0.11866959f;
        p = (p * u) + -0.22448719f;
        p = (p * u) + 0.1583641f;
        p = (p * u) + 0.49772963f;
        p = (p * u) + -0.9558407f;
        p = (p * u) + 0.7850356f;
        return p * inverse;
    }
}
