namespace Ssm.Kernels;

/// <summary>rows[r] = table[indices[r]], the forward pass of an embedding.</summary>
public static unsafe class Gather
{
    /// <summary>Copies a row of the table for each index.</summary>
    /// <param name="table">(V, H).</param>
    /// <param name="indices">(R), each 0 … V − 1.</param>
    /// <param name="rows">(R, H); no overlap with the table.</param>
    /// <param name="width">H.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the table.</exception>
    public static void Forward<T>(
        ReadOnlySpan<T> table, ReadOnlySpan<int> indices, Span<T> rows, int width, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int entries = NormChecks.Rows(table.Length, width, threads, nameof(Gather));
        Guard.Length(rows.Length, checked(indices.Length * width), nameof(Gather));
        IndexChecks.Range(indices, 0, entries, nameof(Gather), nameof(indices));
        fixed (T* tp = table, rp = rows)
        fixed (int* ip = indices)
        {
            IndexWork<T> work = new() { Table = tp, Rows = rp, Indices = ip, Count = indices.Length, Width = width };
            WorkSplit.Run(indices.Length, Math.Max(1, 8192 / width), rows.Length, threads, work, CopyRows);
        }
    }

    private static void CopyRows<T>(IndexWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = start; row < end; row++)
        {
            ReadOnlySpan<T> from = new(work.Table + ((nint)work.Indices[row] * work.Width), work.Width);
            from.CopyTo(new Span<T>(work.Rows + ((nint)row * work.Width), work.Width));
        }
    }
}
