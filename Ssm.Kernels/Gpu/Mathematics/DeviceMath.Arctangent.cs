namespace Ssm.Kernels.Gpu;

/// <content>The arc tangent.</content>
internal static partial class DeviceMath
{
    /// <summary>The arc tangent, in [−π/2, π/2], within 2.5 ulp.</summary>
    internal static float Atan(float x)
    {
        float size = Size(x);
        bool steep = size > 1.0f;
        return CopySign(AtanOctant(steep ? 1.0f / size : size, steep), x);
    }

    /// <summary>The arc tangent, in [−π/2, π/2], within 2.5 ulp.</summary>
    internal static double Atan(double x)
    {
        double size = Size(x);
        bool steep = size > 1.0;
        return CopySign(AtanOctant(steep ? 1.0 / size : size, steep), x);
    }

    /// <summary>The angle of the point (x, y), in [−π, π], within 3 ulp; signs of zeros and infinities as in IEEE
    /// 754.</summary>
    internal static float Atan2(float y, float x)
    {
        float up = Size(y), across = Size(x);
        bool steep = up > across;
        float large = steep ? up : across, small = steep ? across : up;

        // 0/0 counts as 0/1 and ∞/∞ as 1/1.
        bool corner = small == float.PositiveInfinity && large == float.PositiveInfinity;
        large = corner || large == 0.0f ? 1.0f : large;
        small = corner ? 1.0f : small;
        float angle = AtanOctant(small / large, steep), beyond = (3.14159274f - angle) + -8.74227766e-8f;
        return CopySign(CopySign(1.0f, x) < 0.0f ? beyond : angle, y);
    }

    /// <summary>The angle of the point (x, y), in [−π, π], within 3 ulp; signs of zeros and infinities as in IEEE
    /// 754.</summary>
    internal static double Atan2(double y, double x)
    {
        double up = Size(y), across = Size(x);
        bool steep = up > across;
        double large = steep ? up : across, small = steep ? across : up;
        bool corner = small == double.PositiveInfinity && large == double.PositiveInfinity;
        large = corner || large == 0.0 ? 1.0 : large;
        small = corner ? 1.0 : small;
        double angle = AtanOctant(small / large, steep);
        double beyond = (3.141592653589793 - angle) + 1.2246467991473532e-16;
        return CopySign(CopySign(1.0, x) < 0.0 ? beyond : angle, y);
    }

    /// <summary>atan of a ratio in [0, 1], or of its inverse where <paramref name="steep"/>.</summary>
    /// <remarks>
    /// Above tan(π/8), atan(a) = π/4 + atan((a − 1) / (a + 1)). Multiples of π/4 are added in two parts, the small one
    /// first.
    /// </remarks>
    private static float AtanOctant(float a, bool steep)
    {
        bool middle = a > 0.414213568f;
        float t = middle ? (a - 1.0f) / (a + 1.0f) : a, z = t * t;

        // (atan(x) / x − 1) / z for z = x² ≤ tan²(π / 8), within 1.6e-8.
        float p = -0.0645150915f;
        p = (p * z) + 0.107436053f;
        p = (p * z) + -0.142639443f;
        p = (p * z) + 0.199995399f;
        p = (p * z) + -0.333333313f;
        float angle = (t * z * p) + t;

        // In units of π/4: 0 or 1 for the ratio itself, 2 or 1 for its inverse, whose angle is subtracted.
        float quarters = middle ? 1.0f : steep ? 2.0f : 0.0f;
        angle = steep ? -angle : angle;
        return ((quarters * -2.18556941e-8f) + angle) + (quarters * 0.785398185f);
    }

    /// <inheritdoc cref="AtanOctant(float, bool)"/>
    private static double AtanOctant(double a, bool steep)
    {
        bool middle = a > 0.4142135623730951;
        double t = middle ? (a - 1.0) / (a + 1.0) : a, z = t * t, square = z * z;

        // The same, within 1.2e-18.
        double even = -0.034568068014968874;
        even = (even * square) + -0.052304330074828924;
        even = (even * square) + -0.06666424634599337;
        even = (even * square) + -0.09090908753017178;
        even = (even * square) + -0.14285714285659729;
        double odd = 0.016282993238924487;
        odd = (odd * square) + 0.0455149623749493;
        odd = (odd * square) + 0.05878926110528101;
        odd = (odd * square) + 0.07692296361048218;
        odd = (odd * square) + 0.11111111105145725;
        odd = (odd * square) + 0.19999999999999804;
        double angle = (t * z * ((((even * z) + odd) * z) + -0.3333333333333333)) + t;
        double quarters = middle ? 1.0 : steep ? 2.0 : 0.0;
        angle = steep ? -angle : angle;
        return ((quarters * 3.061616997868383e-17) + angle) + (quarters * 0.7853981633974483);
    }
}
