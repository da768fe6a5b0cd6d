using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops over time of the adjoint, for two states of one vector of channels: they call nothing.</summary>
/// <remarks>
/// First forward, keeping e^(ΔA) and r = e^(ΔA) h[t−1] of a tile; then back, with g the gradient of the state:
/// g = C ȳ + (e^(ΔA) g)[t+1], Σ g B, B̄ += g Δu, Ā += Δ g r, and Σ A g r for Δ̄.
/// </remarks>
internal static unsafe class SelectiveAdjointLoops
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void ForwardTwo<T, TB, TC, TDecay>(
        in SelectiveAdjointColumn<T> column, int state, int begin, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
        where TDecay : struct, ISelectiveDecay<T>
    {
        int lanes = Vector<T>.Count, apart = SelectiveTile<T>.Steps * lanes;
        int first = begin * lanes;
        T* delta = column.Forward.Delta + first, input = column.Forward.Input + first, y = column.Forward.Y + first;
        T* a = column.Forward.A + (state * lanes), h = column.Forward.H + (state * lanes);
        nint bStep = column.Forward.BStep, cStep = column.Forward.CStep;
        nint dcStep = column.CGradientStep, dcState = column.CGradientState;
        T* b = column.Forward.B + (state * TB.Stride) + (begin * bStep);
        T* c = column.Forward.C + (state * TC.Stride) + (begin * cStep);
        T* output = column.OutputGradient + first, power = column.Powers + first, decayed = column.Decayed + first;
        T* dc = column.CGradient + (state * dcState) + (begin * dcStep);
        Vector<T> a0 = Vector.Load(a), a1 = Vector.Load(a + lanes), h0 = Vector.Load(h), h1 = Vector.Load(h + lanes);
        T* stop = column.Forward.Delta + (end * lanes);
        for (; delta < stop; delta += lanes)
        {
            Vector<T> d = Vector.Load(delta), x = Vector.Load(input), dy = Vector.Load(output);
            Vector<T> e = TDecay.Power(d, a0), r = e * h0;
            Vector.Store(e, power);
            Vector.Store(r, decayed);
            h0 = Fused.MultiplyAdd(x, TB.Load(b, 0), r);
            Vector.Store(Fused.MultiplyAdd(dy, h0, Vector.Load(dc)), dc);
            Vector<T> sum = Fused.MultiplyAdd(TC.Load(c, 0), h0, Vector.Load(y));
            e = TDecay.Power(d, a1);
            r = e * h1;
            Vector.Store(e, power + apart);
            Vector.Store(r, decayed + apart);
            h1 = Fused.MultiplyAdd(x, TB.Load(b, 1), r);
            Vector.Store(Fused.MultiplyAdd(dy, h1, Vector.Load(dc + dcState)), dc + dcState);
            Vector.Store(Fused.MultiplyAdd(TC.Load(c, 1), h1, sum), y);
            input += lanes;
            output += lanes;
            power += lanes;
            decayed += lanes;
            y += lanes;
            b += bStep;
            c += cStep;
            dc += dcStep;
        }

        Vector.Store(h0, h);
        Vector.Store(h1, h + lanes);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void BackTwo<T, TB, TC>(in SelectiveAdjointColumn<T> column, int state, int begin, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
    {
        int lanes = Vector<T>.Count, apart = SelectiveTile<T>.Steps * lanes, last = end - 1;
        nint bStep = column.Forward.BStep, cStep = column.Forward.CStep;
        nint dbStep = column.BGradientStep, dbState = column.BGradientState;
        T* a = column.Forward.A + (state * lanes), carry = column.Carry + (state * lanes);
        T* b = column.Forward.B + (state * TB.Stride) + (last * bStep);
        T* c = column.Forward.C + (state * TC.Stride) + (last * cStep);
        T* db = column.BGradient + (state * dbState) + (last * dbStep), da = column.RateGradient + (state * lanes);
        T* input = column.Forward.Input + (last * lanes), output = column.OutputGradient + (last * lanes);
        T* power = column.Powers + (last * lanes), decayed = column.Decayed + (last * lanes);
        T* inputSum = column.InputSum + (last * lanes), rateSum = column.RateSum + (last * lanes);
        T* start = column.Forward.Delta + (begin * lanes);
        Vector<T> a0 = Vector.Load(a), a1 = Vector.Load(a + lanes);
        Vector<T> later0 = Vector.Load(carry), later1 = Vector.Load(carry + lanes), da0 = default, da1 = default;
        for (T* delta = column.Forward.Delta + (last * lanes); delta >= start; delta -= lanes)
        {
            Vector<T> dy = Vector.Load(output), x = Vector.Load(input), d = Vector.Load(delta);
            Vector<T> g0 = Fused.MultiplyAdd(TC.Load(c, 0), dy, later0);
            Vector<T> g1 = Fused.MultiplyAdd(TC.Load(c, 1), dy, later1);
            Vector<T> sum = Fused.MultiplyAdd(TB.Load(b, 0), g0, Vector.Load(inputSum));
            Vector.Store(Fused.MultiplyAdd(TB.Load(b, 1), g1, sum), inputSum);
            Vector.Store(Fused.MultiplyAdd(g0, x, Vector.Load(db)), db);
            Vector.Store(Fused.MultiplyAdd(g1, x, Vector.Load(db + dbState)), db + dbState);
            Vector<T> q0 = g0 * Vector.Load(decayed), q1 = g1 * Vector.Load(decayed + apart);
            sum = Fused.MultiplyAdd(a0, q0, Vector.Load(rateSum));
            Vector.Store(Fused.MultiplyAdd(a1, q1, sum), rateSum);
            da0 = Fused.MultiplyAdd(d, q0, da0);
            da1 = Fused.MultiplyAdd(d, q1, da1);
            later0 = g0 * Vector.Load(power);
            later1 = g1 * Vector.Load(power + apart);
            input -= lanes;
            output -= lanes;
            power -= lanes;
            decayed -= lanes;
            inputSum -= lanes;
            rateSum -= lanes;
            b -= bStep;
            c -= cStep;
            db -= dbStep;
        }

        Vector.Store(later0, carry);
        Vector.Store(later1, carry + lanes);

        // The sums of a tile are added up by themselves first: fewer roundings than one long sum.
        Vector.Store(Vector.Load(da) + da0, da);
        Vector.Store(Vector.Load(da + lanes) + da1, da + lanes);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void ForwardOne<T, TB, TC, TDecay>(
        in SelectiveAdjointColumn<T> column, int state, int begin, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
        where TDecay : struct, ISelectiveDecay<T>
    {
        int lanes = Vector<T>.Count;
        int first = begin * lanes;
        T* delta = column.Forward.Delta + first, input = column.Forward.Input + first, y = column.Forward.Y + first;
        T* h = column.Forward.H + (state * lanes);
        nint bStep = column.Forward.BStep, cStep = column.Forward.CStep, dcStep = column.CGradientStep;
        T* b = column.Forward.B + (state * TB.Stride) + (begin * bStep);
        T* c = column.Forward.C + (state * TC.Stride) + (begin * cStep);
        T* output = column.OutputGradient + first, power = column.Powers + first, decayed = column.Decayed + first;
        T* dc = column.CGradient + (state * column.CGradientState) + (begin * dcStep);
        Vector<T> a0 = Vector.Load(column.Forward.A + (state * lanes)), h0 = Vector.Load(h);
        T* stop = column.Forward.Delta + (end * lanes);
        for (; delta < stop; delta += lanes)
        {
            Vector<T> e = TDecay.Power(Vector.Load(delta), a0), r = e * h0;
            Vector.Store(e, power);
            Vector.Store(r, decayed);
            h0 = Fused.MultiplyAdd(Vector.Load(input), TB.Load(b, 0), r);
            Vector.Store(Fused.MultiplyAdd(Vector.Load(output), h0, Vector.Load(dc)), dc);
            Vector.Store(Fused.MultiplyAdd(TC.Load(c, 0), h0, Vector.Load(y)), y);
            input += lanes;
            output += lanes;
            power += lanes;
            decayed += lanes;
            y += lanes;
            b += bStep;
            c += cStep;
            dc += dcStep;
        }

        Vector.Store(h0, h);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void BackOne<T, TB, TC>(in SelectiveAdjointColumn<T> column, int state, int begin, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TB : struct, ISelectiveWeights<T>
        where TC : struct, ISelectiveWeights<T>
    {
        int lanes = Vector<T>.Count, last = end - 1;
        nint bStep = column.Forward.BStep, cStep = column.Forward.CStep, dbStep = column.BGradientStep;
        T* carry = column.Carry + (state * lanes), da = column.RateGradient + (state * lanes);
        T* b = column.Forward.B + (state * TB.Stride) + (last * bStep);
        T* c = column.Forward.C + (state * TC.Stride) + (last * cStep);
        T* db = column.BGradient + (state * column.BGradientState) + (last * dbStep);
        Vector<T> a0 = Vector.Load(column.Forward.A + (state * lanes)), later = Vector.Load(carry), da0 = default;
        for (nint at = last * lanes; at >= begin * lanes; at -= lanes)
        {
            Vector<T> g = Fused.MultiplyAdd(TC.Load(c, 0), Vector.Load(column.OutputGradient + at), later);
            T* inputSum = column.InputSum + at, rateSum = column.RateSum + at;
            Vector.Store(Fused.MultiplyAdd(TB.Load(b, 0), g, Vector.Load(inputSum)), inputSum);
            Vector.Store(Fused.MultiplyAdd(g, Vector.Load(column.Forward.Input + at), Vector.Load(db)), db);
            Vector<T> q = g * Vector.Load(column.Decayed + at);
            Vector.Store(Fused.MultiplyAdd(a0, q, Vector.Load(rateSum)), rateSum);
            da0 = Fused.MultiplyAdd(Vector.Load(column.Forward.Delta + at), q, da0);
            later = g * Vector.Load(column.Powers + at);
            b -= bStep;
            c -= cStep;
            db -= dbStep;
        }

        Vector.Store(later, carry);
        Vector.Store(Vector.Load(da) + da0, da);
    }
}
