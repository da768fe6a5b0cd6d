namespace Ssm.Kernels.Gpu;

/// <summary>Four states.</summary>
internal readonly struct FourStates<T, TNumber>(TNumber v0, TNumber v1, TNumber v2, TNumber v3)
    : IStateBank<T, TNumber, FourStates<T, TNumber>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TNumber : unmanaged, IStateNumber<T, TNumber>
{
    private readonly TNumber _v0 = v0;
    private readonly TNumber _v1 = v1;
    private readonly TNumber _v2 = v2;
    private readonly TNumber _v3 = v3;

    // ILGPU takes structs with the same numbers for one type, however they are nested: this field tells them apart.
    internal readonly int Kind;

    public static int Width => 4;

    public static FourStates<T, TNumber> Zero => new(TNumber.Zero, TNumber.Zero, TNumber.Zero, TNumber.Zero);

    public static FourStates<T, TNumber> Load(ComplexPlanes<T> from, int at, int stride) => new(
        TNumber.Load(from, at), TNumber.Load(from, at + stride), TNumber.Load(from, at + (2 * stride)),
        TNumber.Load(from, at + (3 * stride)));

    public static void Store(ComplexPlanes<T> to, int at, int stride, FourStates<T, TNumber> values)
    {
        TNumber.Store(to, at, values._v0);
        TNumber.Store(to, at + stride, values._v1);
        TNumber.Store(to, at + (2 * stride), values._v2);
        TNumber.Store(to, at + (3 * stride), values._v3);
    }

    public static FourStates<T, TNumber> Step<TB>(
        FourStates<T, TNumber> h, FourStates<T, TNumber> rates, T delta, T input, TB b, int step, int state)
        where TB : struct, IStepWeights<T, TNumber, TB>
    {
        NumberQuad<TNumber> w = b.Four(step, state);
        return new(
            SelectiveStep.Next<T, TNumber>(h._v0, rates._v0, delta, input, w.V0),
            SelectiveStep.Next<T, TNumber>(h._v1, rates._v1, delta, input, w.V1),
            SelectiveStep.Next<T, TNumber>(h._v2, rates._v2, delta, input, w.V2),
            SelectiveStep.Next<T, TNumber>(h._v3, rates._v3, delta, input, w.V3));
    }

    public static T Output<TC>(T y, FourStates<T, TNumber> h, TC c, int step, int state)
        where TC : struct, IStepWeights<T, TNumber, TC>
    {
        NumberQuad<TNumber> w = c.Four(step, state);
        y = TNumber.AddOutput(y, w.V0, h._v0);
        y = TNumber.AddOutput(y, w.V1, h._v1);
        y = TNumber.AddOutput(y, w.V2, h._v2);
        return TNumber.AddOutput(y, w.V3, h._v3);
    }

    public static FourStates<T, TNumber> StepBack<TC>(
        FourStates<T, TNumber> later, FourStates<T, TNumber> rates, T delta, T dy, TC c, int step, int state)
        where TC : struct, IStepWeights<T, TNumber, TC>
    {
        NumberQuad<TNumber> w = c.Four(step, state);
        return new(
            SelectiveStep.Back<T, TNumber>(later._v0, rates._v0, delta, dy, w.V0),
            SelectiveStep.Back<T, TNumber>(later._v1, rates._v1, delta, dy, w.V1),
            SelectiveStep.Back<T, TNumber>(later._v2, rates._v2, delta, dy, w.V2),
            SelectiveStep.Back<T, TNumber>(later._v3, rates._v3, delta, dy, w.V3));
    }

    public static BackResult<T, FourStates<T, TNumber>> Back<TB, TC>(
        BackResult<T, FourStates<T, TNumber>> totals, FourStates<T, TNumber> rates, FourSteps<T> tile, TB b, TC c,
        BackPlace<T> place, int state)
        where TB : struct, IStepWeights<T, TNumber, TB>
        where TC : struct, IStepWeights<T, TNumber, TC>
    {
        int t = tile.First;
        NumberQuad<TNumber> b0 = b.Four(t, state), b1 = b.Four(t + 1, state), b2 = b.Four(t + 2, state);
        NumberQuad<TNumber> b3 = b.Four(t + 3, state);
        NumberQuad<TNumber> c0 = c.Four(t, state), c1 = c.Four(t + 1, state), c2 = c.Four(t + 2, state);
        NumberQuad<TNumber> c3 = c.Four(t + 3, state);
        BackResult<T, TNumber> r0 = SelectiveBack.FourStepsOf<T, TNumber, TB, TC>(
            new(totals.Later._v0, totals.Rates._v0, totals.Input._v0, totals.Output._v0, totals.Sums), rates._v0,
            tile, new(b0.V0, b1.V0, b2.V0, b3.V0), new(c0.V0, c1.V0, c2.V0, c3.V0), place, state, 0, 4);
        BackResult<T, TNumber> r1 = SelectiveBack.FourStepsOf<T, TNumber, TB, TC>(
            new(totals.Later._v1, totals.Rates._v1, totals.Input._v1, totals.Output._v1, r0.Sums), rates._v1, tile,
            new(b0.V1, b1.V1, b2.V1, b3.V1), new(c0.V1, c1.V1, c2.V1, c3.V1), place, state, 1, 4);
        BackResult<T, TNumber> r2 = SelectiveBack.FourStepsOf<T, TNumber, TB, TC>(
            new(totals.Later._v2, totals.Rates._v2, totals.Input._v2, totals.Output._v2, r1.Sums), rates._v2, tile,
            new(b0.V2, b1.V2, b2.V2, b3.V2), new(c0.V2, c1.V2, c2.V2, c3.V2), place, state, 2, 4);
        BackResult<T, TNumber> r3 = SelectiveBack.FourStepsOf<T, TNumber, TB, TC>(
            new(totals.Later._v3, totals.Rates._v3, totals.Input._v3, totals.Output._v3, r2.Sums), rates._v3, tile,
            new(b0.V3, b1.V3, b2.V3, b3.V3), new(c0.V3, c1.V3, c2.V3, c3.V3), place, state, 3, 4);
        SelectiveBack.AddChannels<T, TNumber, TB, TC>(place, t, state, 4);
        return new(
            new(r0.Later, r1.Later, r2.Later, r3.Later),
            new(r0.Rates, r1.Rates, r2.Rates, r3.Rates),
            new(r0.Input, r1.Input, r2.Input, r3.Input),
            new(r0.Output, r1.Output, r2.Output, r3.Output),
            r3.Sums);
    }
}
