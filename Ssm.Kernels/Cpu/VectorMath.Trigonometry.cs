using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

public static partial class VectorMath
{
    /// <summary>The sine, within 1.5 ulp for arguments of any size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Sin<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector.Sin(x.As<T, float>()).As<float, T>()
            : Vector.Sin(x.As<T, double>()).As<double, T>();

    /// <summary>The cosine, within 1.5 ulp for arguments of any size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Cos<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector.Cos(x.As<T, float>()).As<float, T>()
            : Vector.Cos(x.As<T, double>()).As<double, T>();

    /// <summary>The sine and the cosine together, as accurate as each alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<T> Sin, Vector<T> Cos) SinCos<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            (Vector<float> sin, Vector<float> cos) = Vector.SinCos(x.As<T, float>());
            return (sin.As<float, T>(), cos.As<float, T>());
        }
        else
        {
            (Vector<double> sin, Vector<double> cos) = Vector.SinCos(x.As<T, double>());
            return (sin.As<double, T>(), cos.As<double, T>());
        }
    }

    /// <summary>The arc tangent, in [−π/2, π/2], within 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Atan<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> one = Vector<T>.One, size = Vector.Abs(x);
        Vector<T> steep = Vector.GreaterThan(size, one);
        Vector<T> small = Vector.ConditionalSelect(steep, one / size, size);
        return CopySign(AtanOctant(small, steep), x);
    }

    /// <summary>The angle of the point (x, y), in [−π, π], within 3 ulp; signs of zeros and infinities as in IEEE
    /// 754.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Atan2<T>(Vector<T> y, Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> one = Vector<T>.One, zero = Vector<T>.Zero, infinity = Lanes<T>(double.PositiveInfinity);
        Vector<T> up = Vector.Abs(y), across = Vector.Abs(x);
        Vector<T> steep = Vector.GreaterThan(up, across);
        Vector<T> large = Vector.ConditionalSelect(steep, up, across);
        Vector<T> small = Vector.ConditionalSelect(steep, across, up);

        // 0/0 counts as 0/1 and ∞/∞ as 1/1.
        Vector<T> origin = Vector.Equals(large, zero);
        Vector<T> corner = Vector.BitwiseAnd(Vector.Equals(small, infinity), Vector.Equals(large, infinity));
        large = Vector.ConditionalSelect(Vector.BitwiseOr(origin, corner), one, large);
        small = Vector.ConditionalSelect(corner, one, small);

        Vector<T> angle = AtanOctant(small / large, steep);
        Vector<T> left = Vector.LessThan(CopySign(one, x), zero);
        Vector<T> beyond = (Lanes<T>(Math.PI) - angle) + Lanes<T>(-8.74227766e-8f, 1.2246467991473532e-16);
        return CopySign(Vector.ConditionalSelect(left, beyond, angle), y);
    }

    /// <summary>atan of a ratio in [0, 1], or of its inverse where <paramref name="steep"/>.</summary>
    /// <remarks>
    /// Above tan(π/8), atan(a) = π/4 + atan((a − 1) / (a + 1)). Multiples of π/4 are added in two parts, the small one
    /// first.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> AtanOctant<T>(Vector<T> a, Vector<T> steep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> one = Vector<T>.One, zero = Vector<T>.Zero;
        Vector<T> middle = Vector.GreaterThan(a, Lanes<T>(0.4142135623730951));
        Vector<T> t = Vector.ConditionalSelect(middle, (a - one) / (a + one), a);
        Vector<T> z = t * t;
        Vector<T> tail = typeof(T) == typeof(float)
            ? AtanTail(z.As<T, float>()).As<float, T>()
            : AtanTail(z.As<T, double>()).As<double, T>();
        Vector<T> angle = Fma(t * z, tail, t);

        // In units of π/4: 0 or 1 for the ratio itself, 2 or 1 for its inverse, whose angle is subtracted.
        Vector<T> quarters = Vector.ConditionalSelect(
            middle, one, Vector.ConditionalSelect(steep, Lanes<T>(2.0), zero));
        angle = Vector.ConditionalSelect(steep, -angle, angle);
        return Fma(quarters, Lanes<T>(-2.18556941e-8f, 3.061616997868383e-17), angle)
            + (quarters * Lanes<T>(Math.PI / 4.0));
    }
}
