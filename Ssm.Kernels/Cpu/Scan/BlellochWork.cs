namespace Ssm.Kernels;

/// <summary>What the pieces of a <see cref="BlellochScan"/> share: one group of chunks of all sequences.</summary>
internal readonly struct BlellochWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal required ScanWork<T> Scan { get; init; }

    /// <summary>The rows of a chunk.</summary>
    internal required int ChunkRows { get; init; }

    /// <summary>How many rows of the walk lie before this group.</summary>
    internal required int Start { get; init; }

    /// <summary>How many rows the group has.</summary>
    internal required int Rows { get; init; }

    /// <summary>(chunks, B, C): the product of each chunk's factors.</summary>
    internal required PlanePointers<T> Products { get; init; }

    /// <summary>(chunks, B, C): the last state of each chunk.</summary>
    internal required PlanePointers<T> States { get; init; }

    internal int Chunks => (Rows + ChunkRows - 1) / ChunkRows;

    /// <summary>The place of a chunk's row of a sequence in the summaries.</summary>
    internal nint Summary(int chunk, int batch) => (((nint)chunk * Scan.Shape.Batch) + batch) * Scan.Shape.Channels;

    /// <summary>The state before the group: the row before, or the initial state, or nothing for zero.</summary>
    internal PlanePointers<T> Before(int batch)
    {
        nint first = Scan.First(batch, 0);
        return Start == 0
            ? Scan.H0.AtIfExists((nint)batch * Scan.Shape.Channels)
            : Scan.H.At(first + ((Start - 1) * Scan.Step));
    }
}
