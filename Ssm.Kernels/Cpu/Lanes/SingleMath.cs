using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The elementary functions of floats that loops over long arrays spend their time in, for vectors of any
/// width.</summary>
/// <remarks><see cref="VectorMath"/> calls them for a <c>Vector</c>, and <see cref="WideUnary"/> for vectors of 512
/// bits: the same operations in the same order, hence the same bits. Accuracies are stated in <see cref="VectorMath"/>.
/// </remarks>
internal static partial class SingleMath
{
    /// <summary>e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Exp<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes> =>
        ExpBounded(TLanes.Min(TLanes.Number(176.0f), TLanes.Max(TLanes.Number(-104.0f), x)));

    /// <summary>e^−x and e^−x − 1, both with all their digits, for x ≥ 0.</summary>
    /// <remarks>One polynomial serves both: with e^−x = 2^n (1 + f), the second is 2^n f + (2^n − 1).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Decay<TLanes>(TLanes x, out TLanes less)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        TLanes bounded = TLanes.Min(TLanes.Number(176.0f), TLanes.Max(TLanes.Number(-104.0f), TLanes.Negate(x)));
        TLanes fraction = ExpFraction(bounded, out TLanes first, out TLanes rest), scale = first * rest;
        less = TLanes.Fma(fraction, scale, scale - TLanes.Number(1.0f));
        return TLanes.Fma(fraction, first, first) * rest;
    }

    /// <summary>σ(x) = 1 / (1 + e^−x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Sigmoid<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        // e^−|x| never overflows; σ(x) is 1 / (1 + e^−|x|) for x ≥ 0, and e^−|x| times that for x < 0.
        TLanes e = DecayingExp(x), one = TLanes.Number(1.0f);
        return TLanes.Select(TLanes.Less(x, TLanes.Number(0.0f)), e, one) / (one + e);
    }

    /// <summary>x σ(x), 0 at −∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Silu<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes> => ZeroAtMinusInfinity(x, x * Sigmoid(x));

    /// <summary>x σ(2u) with u = √(2/π) (x + 0.044715 x³), 0 at −∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes GeluTanh<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        TLanes slope = TLanes.Fma(TLanes.Number(0.07135481627260025f) * x, x, TLanes.Number(1.5957691216057308f));
        return ZeroAtMinusInfinity(x, x * Sigmoid(x * slope));
    }

    /// <summary>The hyperbolic tangent.</summary>
    /// <remarks>
    /// Below 1 an odd polynomial, within 2.2e-8 (interpolated at Chebyshev's points). Above, 1 − (1 − t)² / (1 + t²)
    /// with t = tanh(x / 2) = P / Q, of degree 2 and 3 in x², within 8.6e-9 of the result (Loeb's linearised least
    /// squares, weighted after Lawson): what is taken from 1 is less than a quarter, and so is what it is wrong by.
    /// Above 9.3 the result is 1, the nearest float from 9.02 on.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        TLanes one = TLanes.Number(1.0f), size = TLanes.Min(TLanes.Number(9.6f), TLanes.Abs(x)), z = size * size;
        TLanes p = TLanes.Fma(TLanes.Number(0.0018293277f / 32.0f), z, TLanes.Number(0.11910976f / 8.0f));
        TLanes q = TLanes.Fma(TLanes.Number(7.876362e-5f / 64.0f), z, TLanes.Number(0.019310888f / 16.0f));
        p = TLanes.Fma(p, z, TLanes.Number(0.5f)) * size;
        q = TLanes.Fma(q, z, TLanes.Number(0.45244294f / 4.0f));
        q = TLanes.Fma(q, z, one);
        TLanes rest = q - p, far = one - ((rest * rest) / TLanes.Fma(p, p, q * q));

        TLanes square = z * z;
        TLanes even = TLanes.Fma(TLanes.Number(-0.0004206955f), square, TLanes.Number(-0.008218922f));
        TLanes odd = TLanes.Fma(TLanes.Number(0.0025104594f), square, TLanes.Number(0.021660116f));
        even = TLanes.Fma(even, square, TLanes.Number(-0.05393479f));
        odd = TLanes.Fma(odd, square, TLanes.Number(0.13333128f));
        even = TLanes.Fma(even, square, TLanes.Number(-0.3333333f));
        TLanes near = TLanes.Fma(TLanes.Fma(odd, z, even) * z, size, size);
        return TLanes.CopySign(TLanes.Select(TLanes.Less(size, one), near, far), x);
    }

    /// <summary>softplus(x) = log(1 + e^x), and x itself above 20.</summary>
    /// <remarks>
    /// max(x, 0) + log(1 + e) with e = e^−|x|, and log(1 + e) / e a polynomial in e − ½, within 5.4e-9 (interpolated at
    /// Chebyshev's points). What is added above 20 is less than half of the last bit.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Softplus<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        TLanes e = DecayingExp(x), u = e - TLanes.Number(0.5f), square = u * u;
        TLanes even = TLanes.Fma(TLanes.Number(0.0052502705f), square, TLanes.Number(0.011577685f));
        TLanes odd = TLanes.Fma(TLanes.Number(-0.003176057f), square, TLanes.Number(-0.0067880168f));
        even = TLanes.Fma(even, square, TLanes.Number(0.036635235f));
        odd = TLanes.Fma(odd, square, TLanes.Number(-0.020563183f));
        even = TLanes.Fma(even, square, TLanes.Number(0.13260901f));
        odd = TLanes.Fma(odd, square, TLanes.Number(-0.06768819f));
        even = TLanes.Fma(even, square, TLanes.Number(0.8109302f));
        odd = TLanes.Fma(odd, square, TLanes.Number(-0.2885271f));
        return TLanes.Fma(e, TLanes.Fma(odd, u, even), TLanes.Max(TLanes.Number(0.0f), x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ZeroAtMinusInfinity<TLanes>(TLanes x, TLanes y)
        where TLanes : struct, ISingleLanes<TLanes> =>
        TLanes.Select(TLanes.Equal(x, TLanes.Number(float.NegativeInfinity)), TLanes.Number(0.0f), y);

    // e^−|x|.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes DecayingExp<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes> =>
        ExpBounded(TLanes.Max(TLanes.Number(-104.0f), TLanes.NegativeAbs(x)));

    // e^x for x from −104, below which it is 0, to 176, or no number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpBounded<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        TLanes fraction = ExpFraction(x, out TLanes first, out TLanes rest);
        return TLanes.Fma(fraction, first, first) * rest;
    }

    // f with e^x = 2^n (1 + f), and 2^n as the product of two powers of two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpFraction<TLanes>(TLanes x, out TLanes first, out TLanes rest)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        // n = x / ln 2, rounded, and r = x − n ln 2 in two steps, the first of which is exact.
        TLanes shift = TLanes.Number(12582912.0f + 254.0f);
        TLanes sum = TLanes.Fma(x, TLanes.Number(1.44269504f), shift), n = sum - shift;
        TLanes r = TLanes.Fma(n, TLanes.Number(-0.693145751953125f), x);
        r = TLanes.Fma(n, TLanes.Number(-1.42860677e-6f), r);
        first = Scales(sum, out rest);
        return ExpFraction(r);
    }

    /// <summary>Two powers of two whose product is 2^n: together they reach down to the smallest subnormal number.
    /// </summary>
    /// <param name="sum">n + 1.5 · 2^23 + 254: its low bits hold n with the bias of both, so that halves of them are
    /// biased exponents.</param>
    /// <param name="rest">The second power.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Scales<TLanes>(TLanes sum, out TLanes rest)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        TLanes half = TLanes.ShiftRight(sum, 1);
        rest = TLanes.ShiftLeft(TLanes.SubtractBits(sum, half), 23);
        return TLanes.ShiftLeft(half, 23);
    }

    // e^r − 1 for |r| ≤ ln 2 / 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpFraction<TLanes>(TLanes r)
        where TLanes : struct, ISingleLanes<TLanes> => TLanes.Fma(r * r, ExpTail(r), r);

    /// <summary>(e^r − 1 − r) / r² for |r| ≤ ln 2 / 2, within 1.4e-9 (interpolated at Chebyshev's points).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes ExpTail<TLanes>(TLanes r)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        TLanes square = r * r;
        TLanes even = TLanes.Fma(TLanes.Number(0.00139336498f), square, TLanes.Number(0.0416664667f));
        TLanes odd = TLanes.Fma(TLanes.Number(0.000198909911f), square, TLanes.Number(0.00833331048f));
        odd = TLanes.Fma(odd, square, TLanes.Number(0.166666672f));
        return TLanes.Fma(TLanes.Fma(even, r, odd), r, TLanes.Number(0.5f));
    }
}
