using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>What the adjoint of a selective scan writes; an empty view is a gradient that is not wanted.</summary>
internal readonly struct SelectiveTargets<T>(
    ArrayView<T> du, ArrayView<T> ddelta, ArrayView<T> dgate, ComplexPlanes<T> dinitial, ComplexPlanes<T> inputParts,
    ComplexPlanes<T> outputParts, ComplexPlanes<T> rateParts, ComplexPlanes<T> channelParts)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly ArrayView<T> Du = du;
    internal readonly ArrayView<T> Ddelta = ddelta;
    internal readonly ArrayView<T> Dgate = dgate;
    internal readonly ComplexPlanes<T> Dinitial = dinitial;

    /// <summary>B̄: (tiles, B, L, G, N) of weights that differ between steps, (chunks, D, N) of those that do not.
    /// </summary>
    internal readonly ComplexPlanes<T> InputParts = inputParts;

    /// <summary>C̄ likewise.</summary>
    internal readonly ComplexPlanes<T> OutputParts = outputParts;

    /// <summary>Ā: (B · chunks, D, N).</summary>
    internal readonly ComplexPlanes<T> RateParts = rateParts;

    /// <summary>D̄ and the bias's gradient: (B · chunks, D) each, as two planes.</summary>
    internal readonly ComplexPlanes<T> ChannelParts = channelParts;
}

/// <summary>What the adjoint needs besides the operands.</summary>
internal readonly struct SelectiveGradients<T>(
    ArrayView<T> dy, ComplexPlanes<T> dfinal, ComplexPlanes<T> starts, ComplexPlanes<T> carries,
    ComplexPlanes<T> before, ArrayView<T> sums, int sumElements)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>(B, L, D).</summary>
    internal readonly ArrayView<T> Dy = dy;

    /// <summary>(B, D, N), or nothing.</summary>
    internal readonly ComplexPlanes<T> Dfinal = dfinal;

    /// <summary>What comes into a chunk from the steps after it, (B, chunks, width, D), or nothing for one chunk.
    /// </summary>
    internal readonly ComplexPlanes<T> Starts = starts;

    /// <summary>The states that the scan kept.</summary>
    internal readonly ComplexPlanes<T> Carries = carries;

    /// <summary>Room for the states before every fourth step of a tile: (B, chunks, 8, width, D).</summary>
    internal readonly ComplexPlanes<T> Before = before;

    /// <summary>Sums over states between passes: three times (B, L, D).</summary>
    internal readonly ArrayView<T> Sums = sums;

    /// <summary>From one of the three to the next.</summary>
    internal readonly int SumElements = sumElements;
}
