using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops over time of the adjoint of a complex selective scan, for one state of one vector of channels.
/// </summary>
/// <remarks>
/// First forward, keeping e = e^(ΔA) and r = e h[t−1] of a tile; then back, with g the gradient of the doubled state
/// and q = conj(r) g: g = conj(C) ȳ + (conj(e) g)[t+1], 2 Re Σ conj(B) g, B̄ += 2 g Δu, C̄ += conj(h) ȳ, Ā += Δ q, and
/// Re Σ conj(A) q for Δ̄.
/// </remarks>
internal static unsafe class ComplexSelectiveAdjointLoops
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<T, TB, TC, TDecay>(
        in SelectiveAdjointColumn<T> column, int state, int begin, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
        where TDecay : struct, IComplexDecay<T>
    {
        int lanes = Vector<T>.Count, states = column.Forward.States, apart = SelectiveTile<T>.Steps * lanes;
        nint bStep = column.Forward.BStep, cStep = column.Forward.CStep, dcStep = column.CGradientStep;
        nint bAt = (state * TB.Stride) + (begin * bStep), cAt = (state * TC.Stride) + (begin * cStep);
        T* b = column.Forward.B + bAt, bIm = column.Forward.BIm + bAt;
        T* c = column.Forward.C + cAt, cIm = column.Forward.CIm + cAt;
        T* dc = column.CGradient + (state * column.CGradientState) + (begin * dcStep);
        T* dcIm = dc + (states * column.CGradientState);
        T* a = column.Forward.A + (state * lanes), h = column.Forward.H + (state * lanes);
        Vector<T> aRe = Vector.Load(a), aIm = Vector.Load(a + (states * lanes));
        Vector<T> re = Vector.Load(h), im = Vector.Load(h + (states * lanes));
        for (nint at = begin * lanes; at < end * lanes; at += lanes)
        {
            (Vector<T> eRe, Vector<T> eIm) = TDecay.Power(Vector.Load(column.Forward.Delta + at), aRe, aIm);
            Vector<T> rRe = Fused.MultiplyAdd(-eIm, im, eRe * re), rIm = Fused.MultiplyAdd(eIm, re, eRe * im);
            T* power = column.Powers + at, decayed = column.Decayed + at, y = column.Forward.Y + at;
            Vector.Store(eRe, power);
            Vector.Store(eIm, power + apart);
            Vector.Store(rRe, decayed);
            Vector.Store(rIm, decayed + apart);
            Vector<T> x = Vector.Load(column.Forward.Input + at), dy = Vector.Load(column.OutputGradient + at);
            x += x;
            re = Fused.MultiplyAdd(x, TB.Load(b, 0), rRe);
            im = Fused.MultiplyAdd(x, TB.Load(bIm, 0), rIm);
            Vector.Store(Fused.MultiplyAdd(dy, re, Vector.Load(dc)), dc);
            Vector.Store(Fused.MultiplyAdd(-dy, im, Vector.Load(dcIm)), dcIm);
            Vector<T> sum = Fused.MultiplyAdd(TC.Load(c, 0), re, Vector.Load(y));
            Vector.Store(Fused.MultiplyAdd(-TC.Load(cIm, 0), im, sum), y);
            b += bStep;
            bIm += bStep;
            c += cStep;
            cIm += cStep;
            dc += dcStep;
            dcIm += dcStep;
        }

        Vector.Store(re, h);
        Vector.Store(im, h + (states * lanes));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Back<T, TB, TC>(in SelectiveAdjointColumn<T> column, int state, int begin, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
    {
        int lanes = Vector<T>.Count, states = column.Forward.States, apart = SelectiveTile<T>.Steps * lanes;
        int last = end - 1, plane = states * lanes;
        nint bStep = column.Forward.BStep, cStep = column.Forward.CStep, dbStep = column.BGradientStep;
        nint bAt = (state * TB.Stride) + (last * bStep), cAt = (state * TC.Stride) + (last * cStep);
        T* b = column.Forward.B + bAt, bIm = column.Forward.BIm + bAt;
        T* c = column.Forward.C + cAt, cIm = column.Forward.CIm + cAt;
        T* db = column.BGradient + (state * column.BGradientState) + (last * dbStep);
        T* dbIm = db + (states * column.BGradientState);
        T* a = column.Forward.A + (state * lanes), carry = column.Carry + (state * lanes);
        T* da = column.RateGradient + (state * lanes);

        // Both parts of the rates in the units of the real ones: log2 e, and not 2/π, for each 1.
        Vector<T> aRe = Vector.Load(a);
        Vector<T> aIm = Vector.Load(a + plane)
            * VectorMath.Lanes<T>(SelectiveMath.Log2E / SelectiveTurn.QuartersPerRadian);
        Vector<T> laterRe = Vector.Load(carry), laterIm = Vector.Load(carry + plane), daRe = default, daIm = default;
        for (nint at = last * lanes; at >= begin * lanes; at -= lanes)
        {
            Vector<T> dy = Vector.Load(column.OutputGradient + at);
            Vector<T> re = Fused.MultiplyAdd(TC.Load(c, 0), dy, laterRe);
            Vector<T> im = Fused.MultiplyAdd(-TC.Load(cIm, 0), dy, laterIm);
            Vector<T> twiceRe = re + re, twiceIm = im + im, x = Vector.Load(column.Forward.Input + at);
            T* inputSum = column.InputSum + at, rateSum = column.RateSum + at;
            Vector<T> sum = Fused.MultiplyAdd(TB.Load(b, 0), twiceRe, Vector.Load(inputSum));
            Vector.Store(Fused.MultiplyAdd(TB.Load(bIm, 0), twiceIm, sum), inputSum);
            Vector.Store(Fused.MultiplyAdd(twiceRe, x, Vector.Load(db)), db);
            Vector.Store(Fused.MultiplyAdd(twiceIm, x, Vector.Load(dbIm)), dbIm);
            T* power = column.Powers + at, decayed = column.Decayed + at;
            Vector<T> rRe = Vector.Load(decayed), rIm = Vector.Load(decayed + apart);
            Vector<T> qRe = Fused.MultiplyAdd(rIm, im, rRe * re), qIm = Fused.MultiplyAdd(-rIm, re, rRe * im);
            sum = Fused.MultiplyAdd(aRe, qRe, Vector.Load(rateSum));
            Vector.Store(Fused.MultiplyAdd(aIm, qIm, sum), rateSum);
            Vector<T> d = Vector.Load(column.Forward.Delta + at);
            daRe = Fused.MultiplyAdd(d, qRe, daRe);
            daIm = Fused.MultiplyAdd(d, qIm, daIm);
            Vector<T> eRe = Vector.Load(power), eIm = Vector.Load(power + apart);
            laterRe = Fused.MultiplyAdd(eIm, im, eRe * re);
            laterIm = Fused.MultiplyAdd(-eIm, re, eRe * im);
            b -= bStep;
            bIm -= bStep;
            c -= cStep;
            cIm -= cStep;
            db -= dbStep;
            dbIm -= dbStep;
        }

        Vector.Store(laterRe, carry);
        Vector.Store(laterIm, carry + plane);

        // The sums of a tile are added up by themselves first: fewer roundings than one long sum.
        Vector.Store(Vector.Load(da) + daRe, da);
        Vector.Store(Vector.Load(da + plane) + daIm, da + plane);
    }
}
