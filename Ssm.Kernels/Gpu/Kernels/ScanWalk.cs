using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>How a scan goes through its arrays: row by row, forwards or backwards in time.</summary>
/// <remarks>
/// Row r of the walk over a sequence is a step of time. Its numbers are at First + r·Step, its factors at FactorFirst +
/// r·FactorStep (an adjoint uses those of the row before), its flag at ResetFirst + r·ResetStep, each after the
/// sequence's own offset. The flag of a row says that the state before counts as zero there; rows before
/// <see cref="ResetFrom"/> and from <see cref="ResetEnd"/> on have none.
/// </remarks>
internal struct ScanWalk
{
    internal int Batch;
    internal int Rows;
    internal int Channels;
    internal int First;
    internal int Step;
    internal int Stride;
    internal int FactorFirst;
    internal int FactorStep;
    internal int FactorStride;
    internal int ResetFirst;
    internal int ResetStep;
    internal int ResetStride;
    internal int ResetFrom;
    internal int ResetEnd;

    /// <summary>Rows of a chunk, and how many chunks there are.</summary>
    internal int ChunkRows;
    internal int Chunks;

    /// <summary>The walk over arrays of a shape.</summary>
    internal static ScanWalk Of(in ScanShape shape, bool reverse, bool invariant) => new()
    {
        Batch = shape.Batch,
        Rows = shape.Length,
        Channels = shape.Channels,
        First = reverse ? (shape.Length - 1) * shape.Channels : 0,
        Step = reverse ? -shape.Channels : shape.Channels,
        Stride = shape.Length * shape.Channels,
        FactorFirst = reverse && !invariant ? (shape.Length - 1) * shape.Channels : 0,
        FactorStep = invariant ? 0 : reverse ? -shape.Channels : shape.Channels,
        FactorStride = invariant ? 0 : shape.Length * shape.Channels,
        ResetFirst = reverse ? shape.Length - 1 : 0,
        ResetStep = reverse ? -1 : 1,
        ResetStride = shape.Length,
        ResetFrom = 0,
        ResetEnd = shape.Length,
        ChunkRows = shape.Length,
        Chunks = 1,
    };

    /// <summary>The walk of the adjoint: the other way, with the factors and the flags of the row before.</summary>
    internal readonly ScanWalk Adjoint => this with
    {
        First = First + ((Rows - 1) * Step),
        Step = -Step,
        FactorFirst = FactorFirst + (Rows * FactorStep),
        FactorStep = -FactorStep,
        ResetFirst = ResetFirst + (Rows * ResetStep),
        ResetStep = -ResetStep,
        ResetFrom = 1,
        ResetEnd = Rows + 1 - ResetFrom,
    };

    /// <summary>The walk in chunks of so many rows.</summary>
    internal readonly ScanWalk Cut(int rows) => this with
    {
        ChunkRows = rows,
        Chunks = (int)(((long)Rows + rows - 1) / rows),
    };

    /// <summary>Recurrences that do not depend on each other.</summary>
    internal readonly int Lines => Batch * Channels;

    internal readonly int At(int batch, int row, int channel) => (batch * Stride) + First + (row * Step) + channel;

    internal readonly int FactorAt(int batch, int row, int channel) =>
        (batch * FactorStride) + FactorFirst + (row * FactorStep) + channel;

    internal readonly int ResetAt(int batch, int row) => (batch * ResetStride) + ResetFirst + (row * ResetStep);

    /// <summary>Where the end of a chunk is kept: (B, chunks − 1, C), as no chunk begins behind the last.</summary>
    internal readonly int EndAt(int batch, int chunk, int channel) =>
        (((batch * (Chunks - 1)) + chunk) * Channels) + channel;

    /// <summary>Whether the state before a row counts as zero.</summary>
    internal readonly bool Resets(ArrayView<int> resets, int batch, int row)
    {
        bool flagged = row >= ResetFrom && row < ResetEnd;
        return flagged && resets[ResetAt(batch, row)] != 0;
    }
}
