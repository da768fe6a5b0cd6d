using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

internal static partial class SingleMath
{
    /// <summary>Φ(x), the normal distribution function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Phi<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        TLanes size = TLanes.Min(TLanes.Number(14.5f), TLanes.Abs(x)), r = HalfSquare(size, out TLanes sum);
        TLanes first = MillsRatio(size) * Scales(sum, out TLanes rest);
        TLanes tail = TLanes.Fma(ExpFraction(r), first, first) * rest;
        return TLanes.Select(TLanes.Less(x, TLanes.Number(0.0f)), tail, TLanes.Number(1.0f) - tail);
    }

    /// <summary>x Φ(x) = max(x, 0) − |x| Φ(−|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Gelu<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        // At the bound the tail is 0; what is no number comes through either term.
        TLanes size = TLanes.Min(TLanes.Number(14.5f), TLanes.Abs(x)), r = HalfSquare(size, out TLanes sum);
        TLanes first = TLanes.Negate(size) * MillsRatio(size) * Scales(sum, out TLanes rest);
        TLanes positive = TLanes.Max(TLanes.Number(0.0f), x);
        return ZeroAtMinusInfinity(x, TLanes.Fma(TLanes.Fma(ExpFraction(r), first, first), rest, positive));
    }

    /// <summary>Φ(x) + x e^(−x²/2) / √(2π), with one exponential for both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes GeluDerivative<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        TLanes bound = TLanes.Number(14.5f), one = TLanes.Number(1.0f);
        x = TLanes.Max(TLanes.Negate(bound), TLanes.Min(bound, x));
        TLanes r = HalfSquare(x, out TLanes sum), first = Scales(sum, out TLanes rest);
        TLanes bell = TLanes.Fma(ExpFraction(r), first, first) * rest;
        TLanes tail = MillsRatio(TLanes.Abs(x)) * bell;
        tail = TLanes.Select(TLanes.Less(x, TLanes.Number(0.0f)), tail, one - tail);
        return TLanes.Fma(x * TLanes.Number(0.3989422804014327f), bell, tail);
    }

    /// <summary>−x²/2 − n ln 2, and n as <see cref="Scales"/> takes it.</summary>
    /// <remarks>
    /// The square is rounded only where n is chosen: n times the first part of ln 2 is exact, and a multiply-add takes
    /// it from the exact square. The rounding error of the square would come out of e^(−x²/2) up to 100 times as large.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes HalfSquare<TLanes>(TLanes x, out TLanes sum)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        TLanes shift = TLanes.Number(12582912.0f + 254.0f), half = TLanes.Number(-0.5f) * x;
        sum = TLanes.Fma(half * x, TLanes.Number(1.44269504f), shift);
        TLanes n = sum - shift;
        TLanes r = TLanes.Fma(half, x, n * TLanes.Number(-0.693145751953125f));
        return TLanes.Fma(n, TLanes.Number(-1.42860677e-6f), r);
    }

    /// <summary>Φ(−a) e^(a²/2) for a from 0 to 14.5.</summary>
    /// <remarks>
    /// 1 / (a + 5/2) times a polynomial in a / (a + 5/2) − 0.414, within 1.9e-8 (interpolated at Chebyshev's points):
    /// one division. Around the middle of its range the polynomial's terms are small beside its value.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes MillsRatio<TLanes>(TLanes a)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        TLanes inverse = TLanes.Number(1.0f) / (a + TLanes.Number(2.5f));
        TLanes u = TLanes.Fma(a, inverse, TLanes.Number(-0.4140625f)), square = u * u;
        TLanes even = TLanes.Fma(TLanes.Number(-0.017583326f), square, TLanes.Number(0.09673526f));
        TLanes odd = TLanes.Fma(TLanes.Number(-0.08095684f), square, TLanes.Number(0.121101975f));
        even = TLanes.Fma(even, square, TLanes.Number(-0.22448719f));
        odd = TLanes.Fma(odd, square, TLanes.Number(-0.11866959f));
        even = TLanes.Fma(even, square, TLanes.Number(0.49772963f));
        odd = TLanes.Fma(odd, square, TLanes.Number(0.1583641f));
        even = TLanes.Fma(even, square, TLanes.Number(0.7850356f));
        odd = TLanes.Fma(odd, square, TLanes.Number(-0.9558407f));
        return TLanes.Fma(odd, u, even) * inverse;
    }
}
