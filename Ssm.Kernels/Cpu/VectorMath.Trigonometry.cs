using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

public static partial class VectorMath
{
    /// <summary>The sine, within 1.5 ulp for arguments of any size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Sin<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SinCos(x).Sin;

    /// <summary>The cosine, within 1.5 ulp for arguments of any size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Cos<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SinCos(x).Cos;

    /// <summary>The sine and the cosine together, as accurate as each alone.</summary>
    /// <remarks>
    /// x = n π/2 + r with |r| ≤ π/4, after Cody and Waite, "Software Manual for the Elementary Functions", 1980: π/2 in
    /// three parts, with what the second step rounds off (Knuth's two-sum) kept beside r. A lane that is so large
    /// that the parts do not reach is computed by .NET's function, which reduces arguments of any size; its neighbours
    /// are not, so that their bits do not depend on it.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<T> Sin, Vector<T> Cos) SinCos<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Also false for what is no number.
        if (Vector.LessThanAll(Vector.Abs(x), Lanes<T>(30000.0f, 4e5)))
        {
            return SinCosModerate(x);
        }

        Vector<T> sin = x, cos = x;
        SinCosLarge(ref sin, ref cos);
        return (sin, cos);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<T> Sin, Vector<T> Cos) SinCosModerate<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> shift = Lanes<T>(12582912.0f, 6755399441055744.0);
        Vector<T> sum = Fma(x, Lanes<T>(0.6366197723675814), shift), n = sum - shift;

        // The first step is exact, because x and n times the first part have no digits below that part's own.
        Vector<T> first = Fma(n, Lanes<T>(-1.57079637f, -1.5707963267948966), x);
        Vector<T> second = Lanes<T>(4.37113883e-8f, -6.123233995736766e-17);
        Vector<T> product = n * second, r = first + product, back = r - first;
        Vector<T> lost = (first - (r - back)) + (product - back);
        Vector<T> low = lost + Fma(n, second, -product) + (n * Lanes<T>(1.71512451e-15f, 1.4973849048591698e-33));

        // sin(r + low) = r + (r z S(z) + low), cos(r + low) = 1 − z/2 + (z² C(z) − r low), z = r².
        Vector<T> z = r * r, half = Lanes<T>(0.5), one = Vector<T>.One;
        Vector<T> sin = r + Fma(r * z, SinTail(z), low);
        Vector<T> hill = half * z, top = one - hill;
        Vector<T> cos = top + ((one - top) - hill + Fma(z * z, CosTail(z), -(r * low)));

        // The quarter turn n mod 4 stands in the lowest bits of the sum: its odd ones exchange sine and cosine.
        Vector<T> odd, sinSign, cosSign;
        if (typeof(T) == typeof(float))
        {
            Vector<int> quarter = sum.As<T, int>(), unit = Vector<int>.One;
            odd = Vector.Equals(quarter & unit, unit).As<int, T>();
            sinSign = (Vector.ShiftLeft(quarter, 30) & new Vector<int>(int.MinValue)).As<int, T>();
            cosSign = (Vector.ShiftLeft(quarter + unit, 30) & new Vector<int>(int.MinValue)).As<int, T>();
        }
        else
        {
            Vector<long> quarter = sum.As<T, long>(), unit = Vector<long>.One;
            odd = Vector.Equals(quarter & unit, unit).As<long, T>();
            sinSign = (Vector.ShiftLeft(quarter, 62) & new Vector<long>(long.MinValue)).As<long, T>();
            cosSign = (Vector.ShiftLeft(quarter + unit, 62) & new Vector<long>(long.MinValue)).As<long, T>();
        }

        // A zero keeps its sign through the sum only if the sum is not formed.
        Vector<T> turned = Vector.ConditionalSelect(odd, cos, sin) ^ sinSign;
        turned = Vector.ConditionalSelect(Vector.Equals(x, Vector<T>.Zero), x, turned);
        return (turned, Vector.ConditionalSelect(odd, sin, cos) ^ cosSign);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SinCosLarge<T>(ref Vector<T> sin, ref Vector<T> cos)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> moderate = Vector.LessThan(Vector.Abs(sin), Lanes<T>(30000.0f, 4e5));
        (Vector<T> near, Vector<T> nearCos) = SinCosModerate(sin);
        if (typeof(T) == typeof(float))
        {
            (Vector<float> s, Vector<float> c) = Vector.SinCos(sin.As<T, float>());
            (sin, cos) = (s.As<float, T>(), c.As<float, T>());
        }
        else
        {
            (Vector<double> s, Vector<double> c) = Vector.SinCos(sin.As<T, double>());
            (sin, cos) = (s.As<double, T>(), c.As<double, T>());
        }

        sin = Vector.ConditionalSelect(moderate, near, sin);
        cos = Vector.ConditionalSelect(moderate, nearCos, cos);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> SinTail<T>(Vector<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? SinTail(z.As<T, float>()).As<float, T>()
            : SinTail(z.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> CosTail<T>(Vector<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? CosTail(z.As<T, float>()).As<float, T>()
            : CosTail(z.As<T, double>()).As<double, T>();

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
