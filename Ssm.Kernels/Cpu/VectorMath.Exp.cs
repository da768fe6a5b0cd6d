using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

public static partial class VectorMath
{
    /// <summary>e^x, within 1.1 ulp; subnormal results included.</summary>
    /// <remarks>
    /// x = n ln 2 + r with |r| ≤ ln 2 / 2, e^x = 2^n e^r. 2^n is applied in two factors, so that results down to the
    /// smallest subnormal and up to the largest finite number need no special case.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Exp<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return SingleMath.Exp(Single(x)).Value.As<float, T>();
        }

        Vector<T> fraction = ExpParts(x, out Vector<T> half, out Vector<T> rest);
        return fraction * half * rest;
    }

    /// <summary>e^x − 1, within 1.7 ulp, also where x is tiny.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Expm1<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Below −40 the result is −1 in either type; clamping there keeps 2^(n−1) normal.
        Vector<T> bounded = Vector.MinNative(Lanes<T>(89.0f, 710.0), Vector.MaxNative(Lanes<T>(-40.0), x));
        Vector<T> n = RoundSmall(bounded * Lanes<T>(1.4426950408889634));
        Vector<T> r = ExpRest(bounded, n);
        Vector<T> p = Fma(r * r, ExpTail(r), r);

        // 2^n p + (2^n − 1) = 2 (2^(n−1) p + (2^(n−1) − 1/2)): half of it first, since 2^n itself may overflow.
        Vector<T> scale = PowerOfTwo(n - Vector<T>.One);
        Vector<T> y = Fma(scale, p, scale - Lanes<T>(0.5));
        y += y;

        // Where n = 0 the sum above is p again, but loses the last bits of subnormals; p itself loses the sign of zero.
        return CopySign(Vector.ConditionalSelect(Vector.Equals(n, Vector<T>.Zero), p, y), x);
    }

    /// <summary>e^−x within 1.1 ulp and, also where x is tiny, e^−x − 1 within 1.7, for x ≥ 0.</summary>
    /// <remarks>One polynomial serves both, as in <see cref="SingleMath.Decay"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Decay<T>(Vector<T> x, out Vector<T> less)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            VectorLanes decay = SingleMath.Decay(Single(x), out VectorLanes difference);
            less = difference.Value.As<float, T>();
            return decay.Value.As<float, T>();
        }

        Vector<T> fraction = ExpFraction(-x, out Vector<T> half, out Vector<T> rest), scale = half * rest;
        less = Fma(fraction, scale, scale - Vector<T>.One);
        return Fma(fraction, half, half) * rest;
    }

    /// <summary>e^x = fraction · half · rest, the two factors being powers of two.</summary>
    /// <remarks>For products with e^x that are finite although e^x overflows, and the like.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> ExpParts<T>(Vector<T> x, out Vector<T> half, out Vector<T> rest)
        where T : unmanaged, IFloatingPointIeee754<T> => Vector<T>.One + ExpFraction(x, out half, out rest);

    // f with e^x = (1 + f) · half · rest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> ExpFraction<T>(Vector<T> x, out Vector<T> half, out Vector<T> rest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Below the low bound e^x is 0; at the high one both factors are at their largest, far beyond what a sine or
        // the like could bring back. The native minimum returns its second argument where that is not a number.
        x = Vector.MinNative(Lanes<T>(176.0f, 1418.0), Vector.MaxNative(Lanes<T>(-104.0f, -746.0), x));

        // n + 1.5 · 2^23 + 2 · 127: the low bits of this sum hold n with the bias of both factors, so that halves of
        // them are biased exponents. One multiply-add rounds x / ln 2 to n.
        Vector<T> shift = Lanes<T>(12582912.0f + 254.0f, 6755399441055744.0 + 2046.0);
        Vector<T> sum = Fma(x, Lanes<T>(1.4426950408889634), shift);
        Vector<T> r = ExpRest(x, sum - shift);
        if (typeof(T) == typeof(float))
        {
            Vector<int> both = sum.As<T, int>(), first = Vector.ShiftRightLogical(both, 1);
            half = Vector.ShiftLeft(first, 23).As<int, T>();
            rest = Vector.ShiftLeft(both - first, 23).As<int, T>();
        }
        else
        {
            Vector<long> both = sum.As<T, long>(), first = Vector.ShiftRightLogical(both, 1);
            half = Vector.ShiftLeft(first, 52).As<long, T>();
            rest = Vector.ShiftLeft(both - first, 52).As<long, T>();
        }

        return Fma(r * r, ExpTail(r), r);
    }

    // x − n ln 2. The high part of ln 2 has so many trailing zeros that n times it is exact; the low part is the
    // remainder, and is positive so that n = 0 leaves the sign of a zero x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> ExpRest<T>(Vector<T> x, Vector<T> n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> r = Fma(n, Lanes<T>(-0.693145751953125f, -6.93147180369123816490e-01), x);
        return Fma(n, Lanes<T>(-1.42860677e-6f, -1.90821492927058770002e-10), r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> ExpTail<T>(Vector<T> r)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? SingleMath.ExpTail(Single(r)).Value.As<float, T>()
            : ExpTail(r.As<T, double>()).As<double, T>();
}
