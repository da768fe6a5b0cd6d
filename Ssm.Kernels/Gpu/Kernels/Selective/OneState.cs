namespace Ssm.Kernels.Gpu;

/// <summary>One state.</summary>
internal readonly struct OneState<T, TNumber>(TNumber value) : IStateBank<T, TNumber, OneState<T, TNumber>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TNumber : unmanaged, IStateNumber<T, TNumber>
{
    private readonly TNumber _value = value;

    public static int Width => 1;

    public static OneState<T, TNumber> Zero => new(TNumber.Zero);

    public static OneState<T, TNumber> Load(ComplexPlanes<T> from, int at, int stride) => new(TNumber.Load(from, at));

    public static void Store(ComplexPlanes<T> to, int at, int stride, OneState<T, TNumber> values) =>
        TNumber.Store(to, at, values._value);

    public static OneState<T, TNumber> Step<TB>(
        OneState<T, TNumber> h, OneState<T, TNumber> rates, T delta, T input, TB b, int step, int state)
        where TB : struct, IStepWeights<T, TNumber, TB> =>
        new(SelectiveStep.Next<T, TNumber>(h._value, rates._value, delta, input, b.One(step, state)));

    public static T Output<TC>(T y, OneState<T, TNumber> h, TC c, int step, int state)
        where TC : struct, IStepWeights<T, TNumber, TC> => TNumber.AddOutput(y, c.One(step, state), h._value);

    public static OneState<T, TNumber> StepBack<TC>(
        OneState<T, TNumber> later, OneState<T, TNumber> rates, T delta, T dy, TC c, int step, int state)
        where TC : struct, IStepWeights<T, TNumber, TC> =>
        new(SelectiveStep.Back<T, TNumber>(later._value, rates._value, delta, dy, c.One(step, state)));

    public static BackResult<T, OneState<T, TNumber>> Back<TB, TC>(
        BackResult<T, OneState<T, TNumber>> totals, OneState<T, TNumber> rates, FourSteps<T> tile, TB b, TC c,
        BackPlace<T> place, int state)
        where TB : struct, IStepWeights<T, TNumber, TB>
        where TC : struct, IStepWeights<T, TNumber, TC>
    {
        NumberQuad<TNumber> input = new(
            b.One(tile.First, state), b.One(tile.First + 1, state), b.One(tile.First + 2, state),
            b.One(tile.First + 3, state));
        NumberQuad<TNumber> output = new(
            c.One(tile.First, state), c.One(tile.First + 1, state), c.One(tile.First + 2, state),
            c.One(tile.First + 3, state));
        BackResult<T, TNumber> one = SelectiveBack.FourStepsOf<T, TNumber, TB, TC>(
            new(totals.Later._value, totals.Rates._value, totals.Input._value, totals.Output._value, totals.Sums),
            rates._value, tile, input, output, place, state, 0, 1);
        SelectiveBack.AddChannels<T, TNumber, TB, TC>(place, tile.First, state, 1);
        return new(new(one.Later), new(one.Rates), new(one.Input), new(one.Output), one.Sums);
    }
}
