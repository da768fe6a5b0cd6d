using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Where a thread finds the input or output weights of a step.</summary>
internal interface IStepWeights<T, TNumber, TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TNumber : unmanaged, IStateNumber<T, TNumber>
    where TSelf : struct, IStepWeights<T, TNumber, TSelf>
{
    /// <summary>Whether the channels of a group share them and every step has its own.</summary>
    static abstract bool ByStep { get; }

    /// <summary>The weights of one thread.</summary>
    /// <param name="rows">Shared memory, (steps, planes, states), for those of steps.</param>
    /// <param name="states">How many states a row has.</param>
    /// <param name="memory">Where the weights of channels are.</param>
    /// <param name="at">The first one of this thread's channel.</param>
    static abstract TSelf Of(ArrayView<WeightQuad<T>> rows, int states, ComplexPlanes<T> memory, int at);

    /// <summary>The weight of one state.</summary>
    TNumber One(int step, int state);

    /// <summary>The weights of four states from a multiple of four on.</summary>
    NumberQuad<TNumber> Four(int step, int state);
}
