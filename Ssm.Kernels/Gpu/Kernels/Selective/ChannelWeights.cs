using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Weights (D, N) that are the same at every step: each thread reads those of its channel.</summary>
internal readonly struct ChannelWeights<T, TNumber>(ComplexPlanes<T> memory, int at)
    : IStepWeights<T, TNumber, ChannelWeights<T, TNumber>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TNumber : unmanaged, IStateNumber<T, TNumber>
{
    private readonly ComplexPlanes<T> _memory = memory;
    private readonly int _at = at;

    public static bool ByStep => false;

    public static ChannelWeights<T, TNumber> Of(
        ArrayView<WeightQuad<T>> rows, int states, ComplexPlanes<T> memory, int at) => new(memory, at);

    public TNumber One(int step, int state) => TNumber.Load(_memory, _at + state);

    public NumberQuad<TNumber> Four(int step, int state) =>
        new(One(step, state), One(step, state + 1), One(step, state + 2), One(step, state + 3));
}
