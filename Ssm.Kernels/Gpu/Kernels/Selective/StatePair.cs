namespace Ssm.Kernels.Gpu;

/// <summary>Twice as many states as a half has.</summary>
internal readonly struct StatePair<T, TNumber, THalf>(THalf low, THalf high)
    : IStateBank<T, TNumber, StatePair<T, TNumber, THalf>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TNumber : unmanaged, IStateNumber<T, TNumber>
    where THalf : unmanaged, IStateBank<T, TNumber, THalf>
{
    private readonly THalf _low = low;
    private readonly THalf _high = high;

    // ILGPU takes structs with the same numbers for one type, however they are nested: this field tells them apart.
    internal readonly int Kind;

    public static int Width => 2 * THalf.Width;

    public static StatePair<T, TNumber, THalf> Zero => new(THalf.Zero, THalf.Zero);

    public static StatePair<T, TNumber, THalf> Load(ComplexPlanes<T> from, int at, int stride) =>
        new(THalf.Load(from, at, stride), THalf.Load(from, at + (THalf.Width * stride), stride));

    public static void Store(ComplexPlanes<T> to, int at, int stride, StatePair<T, TNumber, THalf> values)
    {
        THalf.Store(to, at, stride, values._low);
        THalf.Store(to, at + (THalf.Width * stride), stride, values._high);
    }

    public static StatePair<T, TNumber, THalf> Step<TB>(
        StatePair<T, TNumber, THalf> h, StatePair<T, TNumber, THalf> rates, T delta, T input, TB b, int step,
        int state)
        where TB : struct, IStepWeights<T, TNumber, TB> => new(
            THalf.Step(h._low, rates._low, delta, input, b, step, state),
            THalf.Step(h._high, rates._high, delta, input, b, step, state + THalf.Width));

    public static T Output<TC>(T y, StatePair<T, TNumber, THalf> h, TC c, int step, int state)
        where TC : struct, IStepWeights<T, TNumber, TC> =>
        THalf.Output(THalf.Output(y, h._low, c, step, state), h._high, c, step, state + THalf.Width);

    public static StatePair<T, TNumber, THalf> StepBack<TC>(
        StatePair<T, TNumber, THalf> later, StatePair<T, TNumber, THalf> rates, T delta, T dy, TC c, int step,
        int state)
        where TC : struct, IStepWeights<T, TNumber, TC> => new(
            THalf.StepBack(later._low, rates._low, delta, dy, c, step, state),
            THalf.StepBack(later._high, rates._high, delta, dy, c, step, state + THalf.Width));

    public static BackResult<T, StatePair<T, TNumber, THalf>> Back<TB, TC>(
        BackResult<T, StatePair<T, TNumber, THalf>> totals, StatePair<T, TNumber, THalf> rates, FourSteps<T> tile,
        TB b, TC c, BackPlace<T> place, int state)
        where TB : struct, IStepWeights<T, TNumber, TB>
        where TC : struct, IStepWeights<T, TNumber, TC>
    {
        BackResult<T, THalf> low = THalf.Back(
            new(totals.Later._low, totals.Rates._low, totals.Input._low, totals.Output._low, totals.Sums),
            rates._low, tile, b, c, place, state);
        BackResult<T, THalf> high = THalf.Back(
            new(totals.Later._high, totals.Rates._high, totals.Input._high, totals.Output._high, low.Sums),
            rates._high, tile, b, c, place, state + THalf.Width);
        return new(
            new(low.Later, high.Later), new(low.Rates, high.Rates), new(low.Input, high.Input),
            new(low.Output, high.Output), high.Sums);
    }
}
