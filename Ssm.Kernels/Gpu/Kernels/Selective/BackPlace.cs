using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Where the adjoint finds the states before four steps, and puts what is summed over channels.</summary>
internal readonly struct BackPlace<T>(
    ArrayView<T> sink, ComplexPlanes<T> rates, int rateAt, ComplexPlanes<T> before, int beforeAt, int stride,
    ComplexPlanes<T> inputParts, ComplexPlanes<T> outputParts, int partAt, int partStep, int steps)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Shared memory: a row of the group's threads for each number that is summed over them.</summary>
    internal readonly ArrayView<T> Sink = sink;

    /// <summary>(D, N); read again where they are needed, to leave registers to what changes.</summary>
    internal readonly ComplexPlanes<T> Rates = rates;

    /// <summary>This channel's first one of the pass.</summary>
    internal readonly int RateAt = rateAt;

    /// <summary>States before every fourth step of the tile.</summary>
    internal readonly ComplexPlanes<T> Before = before;

    /// <summary>This channel's first one before these steps.</summary>
    internal readonly int BeforeAt = beforeAt;

    /// <summary>From one state to the next.</summary>
    internal readonly int Stride = stride;

    /// <summary>Sums over the group's channels of the gradients of B.</summary>
    internal readonly ComplexPlanes<T> InputParts = inputParts;

    /// <summary>Those of C.</summary>
    internal readonly ComplexPlanes<T> OutputParts = outputParts;

    /// <summary>Where the first state's sum at the tile's first step goes.</summary>
    internal readonly int PartAt = partAt;

    /// <summary>From one step to the next there.</summary>
    internal readonly int PartStep = partStep;

    /// <summary>Steps of the tile that are there.</summary>
    internal readonly int Steps = steps;
}
