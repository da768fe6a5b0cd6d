namespace Ssm.Kernels;

/// <summary>What the pieces of a scan in parallel over time share: one group of chunks of all sequences.</summary>
internal readonly unsafe struct TimeWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal required ScanArrays<T> Arrays { get; init; }

    internal required TimeChunks Plan { get; init; }

    /// <summary>How many rows of the walk lie before this group.</summary>
    internal required int Start { get; init; }

    /// <summary>How many rows the group has.</summary>
    internal required int Rows { get; init; }

    /// <summary>(chunks, B, C): the product of each chunk's factors, where they change with time.</summary>
    internal required PlanePointers<T> Products { get; init; }

    /// <summary>(chunks, B, C): the last state of each chunk.</summary>
    internal required PlanePointers<T> States { get; init; }

    /// <summary>(chunks, B): whether a chunk's last state knows nothing of what came before the chunk.</summary>
    internal required bool* Cuts { get; init; }

    /// <summary>Powers of factors that do not change with time, as the way of joining needs them.</summary>
    internal required PlanePointers<T> Powers { get; init; }

    /// <summary>(C): zeros.</summary>
    internal required PlanePointers<T> Zeros { get; init; }

    /// <summary>(3, chunks, B, C): rows that pieces work with.</summary>
    internal required PlanePointers<T> Rest { get; init; }

    /// <summary>(B, C), where the last states alone are wanted.</summary>
    internal PlanePointers<T> Last { get; init; }

    /// <summary>The rows of a chunk.</summary>
    internal int ChunkRows => Plan.Rows;

    internal int Chunks => (Rows + ChunkRows - 1) / ChunkRows;

    /// <summary>The same for another group.</summary>
    internal TimeWork<T> Group(int start, int rows) => new()
    {
        Arrays = Arrays,
        Plan = Plan,
        Start = start,
        Rows = rows,
        Products = Products,
        States = States,
        Cuts = Cuts,
        Powers = Powers,
        Zeros = Zeros,
        Rest = Rest,
        Last = Last,
    };

    /// <summary>The first row of a chunk.</summary>
    internal int First(int chunk) => Start + (chunk * ChunkRows);

    /// <summary>The row behind the last of a chunk.</summary>
    internal int End(int chunk) => Math.Min(First(chunk) + ChunkRows, Start + Rows);

    /// <summary>The place of a chunk of a sequence among flags (chunks, B).</summary>
    internal int Flag(int chunk, int batch) => (chunk * Arrays.Shape.Batch) + batch;

    /// <summary>The place of its row in an array (chunks, B, C).</summary>
    internal nint Summary(int chunk, int batch) => (nint)Flag(chunk, batch) * Arrays.Shape.Channels;

    /// <summary>Says whether a chunk's last state knows nothing of what came before the chunk.</summary>
    internal void Cut(int chunk, int batch, bool cut) => Cuts[Flag(chunk, batch)] = cut;

    /// <summary>One of the three rows that a piece works with.</summary>
    internal PlanePointers<T> Scratch(int row, int chunk, int batch) =>
        Rest.At(Summary((row * Plan.InGroup) + chunk, batch));

    /// <summary>The state before a chunk: before the group that of the row before, or the initial one.</summary>
    internal PlanePointers<T> Before(int chunk, int batch)
    {
        if (chunk > 0)
        {
            return States.At(Summary(chunk - 1, batch));
        }

        if (Start > 0)
        {
            return Last.Exists
                ? Last.At((nint)batch * Arrays.Shape.Channels)
                : Line(batch).H.At((Start - 1) * Arrays.Step);
        }

        // The initial state of the scan has no say in its adjoint's λ.
        return Arrays.Adjoint ? default : Line(batch).H0;
    }

    internal ScanLine<T> Line(int batch) => Arrays.Line(batch, 0, Arrays.Shape.Channels);
}
