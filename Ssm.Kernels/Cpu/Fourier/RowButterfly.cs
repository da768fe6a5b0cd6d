using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The butterflies of radix 2, 4 and 8 on points in registers, outputs in natural order.</summary>
/// <remarks>
/// Radix 8 halves the trips of radix 2 and 4 through memory. Its 16 vectors fill the registers of a processor without
/// AVX-512, where some are kept on the stack; it is still the quicker one for every length measured.
/// </remarks>
internal static class RowButterfly
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Two<T>(ref Lanes<T> x0, ref Lanes<T> x1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Lanes<T> sum = x0 + x1;
        x1 = x0 - x1;
        x0 = sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Four<T>(ref Lanes<T> x0, ref Lanes<T> x1, ref Lanes<T> x2, ref Lanes<T> x3)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Lanes<T> a = x0 + x2, b = x0 - x2, c = x1 + x3, d = x1 - x3;
        x0 = a + c;
        x1 = Lanes<T>.SubtractTimesI(b, d);
        x2 = a - c;
        x3 = Lanes<T>.AddTimesI(b, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Eight<T>(
        ref Lanes<T> x0, ref Lanes<T> x1, ref Lanes<T> x2, ref Lanes<T> x3,
        ref Lanes<T> x4, ref Lanes<T> x5, ref Lanes<T> x6, ref Lanes<T> x7)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Lanes<T> s0 = x0 + x4, d0 = x0 - x4, s2 = x2 + x6, d2 = x2 - x6;
        Lanes<T> s1 = x1 + x5, d1 = x1 - x5, s3 = x3 + x7, d3 = x3 - x7;

        Lanes<T> a = s0 + s2, b = s0 - s2, c = s1 + s3, d = s1 - s3;
        x0 = a + c;
        x4 = a - c;
        x2 = Lanes<T>.SubtractTimesI(b, d);
        x6 = Lanes<T>.AddTimesI(b, d);

        // d1·(1 − i) and d3·(−1 − i): the factor √½ of both goes into the last additions.
        Lanes<T> e0 = Lanes<T>.SubtractTimesI(d0, d2), e1 = Lanes<T>.AddTimesI(d0, d2);
        Lanes<T> f = new(d1.Re + d1.Im, d1.Im - d1.Re), g = new(d3.Im - d3.Re, d3.Re + d3.Im);
        Lanes<T> h = new(f.Re + g.Re, f.Im - g.Im), k = new(f.Re - g.Re, f.Im + g.Im);
        Vector<T> root = new(T.CreateTruncating(0.70710678118654752440));
        x1 = new(Fused.MultiplyAdd(h.Re, root, e0.Re), Fused.MultiplyAdd(h.Im, root, e0.Im));
        x5 = new(RowComplex.SubtractProduct(e0.Re, h.Re, root), RowComplex.SubtractProduct(e0.Im, h.Im, root));
        x3 = new(Fused.MultiplyAdd(k.Im, root, e1.Re), RowComplex.SubtractProduct(e1.Im, k.Re, root));
        x7 = new(RowComplex.SubtractProduct(e1.Re, k.Im, root), Fused.MultiplyAdd(k.Re, root, e1.Im));
    }
}
