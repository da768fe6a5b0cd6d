namespace Ssm.Kernels;

/// <summary>table[indices[r]] += rows[r], the adjoint of <see cref="Gather"/>.</summary>
/// <remarks>
/// Threads share out the columns and each adds all rows in the order of the indices, so equal indices are summed in the
/// same order for any number of threads, without atomics.
/// </remarks>
public static unsafe class ScatterAddRows
{
    /// <summary>Columns of a piece: several cache lines, so that two threads rarely meet in one.</summary>
    private const int Tile = 64;

    /// <summary>Adds each row to the row of the table that its index names.</summary>
    /// <param name="rows">(R, H).</param>
    /// <param name="indices">(R), each 0 … V − 1.</param>
    /// <param name="table">(V, H), added to; no overlap with the rows.</param>
    /// <param name="width">H.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the table.</exception>
    public static void Forward<T>(
        ReadOnlySpan<T> rows, ReadOnlySpan<int> indices, Span<T> table, int width, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int entries = NormChecks.Rows(table.Length, width, threads, nameof(ScatterAddRows));
        Guard.Length(rows.Length, checked(indices.Length * width), nameof(ScatterAddRows));
        IndexChecks.Range(indices, 0, entries, nameof(ScatterAddRows), nameof(indices));
        fixed (T* tp = table, rp = rows)
        fixed (int* ip = indices)
        {
            IndexWork<T> work = new() { Table = tp, Rows = rp, Indices = ip, Count = indices.Length, Width = width };
            WorkSplit.Run(width, Tile, rows.Length, threads, work, AddColumns);
        }
    }

    private static void AddColumns<T>(IndexWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < work.Count; row++)
        {
            T* from = work.Rows + ((nint)row * work.Width), to = work.Table + ((nint)work.Indices[row] * work.Width);
            TapRows.Add(from + start, to + start, end - start);
        }
    }
}
