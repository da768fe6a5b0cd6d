namespace Ssm.Kernels;

/// <summary>How threads share transforms along rows: by rows where there are many, within each row elsewhere.</summary>
/// <remarks>Either way the same operations make every element, so the bits are the same for any number.</remarks>
internal static class RowShares
{
    // Elementary operations of a piece of work: some µs, well above the cost of handing it over.
    private const long PieceWork = 1 << 15;

    private const int ManyRows = 8;

    /// <summary>Runs a piece of work over all rows.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="atOnce">How many of them a transform takes together.</param>
    /// <param name="length">The number of points of a row.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <param name="job">The work where threads share each row.</param>
    /// <param name="jobOnOneThread">The work where each thread has rows of its own.</param>
    /// <param name="piece">Transforms some rows.</param>
    internal static void Run<TJob>(
        int rows, int atOnce, int length, int threads, TJob job, TJob jobOnOneThread, WorkSplit.Piece<TJob> piece)
    {
        if (threads == 1 || rows < ManyRows)
        {
            piece(job, 0, rows);
            return;
        }

        long rowWork = (long)length * (BitOperations.Log2((uint)length) + 1);
        int grain = atOnce * (int)Math.Max(1, PieceWork / Math.Max(1, rowWork * atOnce));
        WorkSplit.Run(rows, grain, rowWork * rows, threads, jobOnOneThread, piece);
    }
}
