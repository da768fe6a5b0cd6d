namespace Ssm.Kernels;

/// <summary>Which form of a scan a shape is run in: by the shape alone, as bits may not depend on threads.</summary>
/// <remarks>
/// <para>
/// The model counts the passes of the slowest of some threads over its elements. <see cref="DiagonalScan"/> makes one
/// pass, but has no more pieces than sequences and wide tiles of their channels. A scan in parallel over time cuts any
/// sequence, and has two forks for each group of chunks; its passes are measured. It reads what it summarises twice,
/// and where factors change with time it multiplies those too: three passes for one. Where rows are shorter than most
/// vectors it is cheaper, since the recurrence step after step waits for itself there.
/// </para>
/// <para>
/// A form in parallel has to pay on four threads, and may not be much slower than step after step on two. Short rows
/// are then joined chunk after chunk and corrected by powers of the factors; others are joined by the tree and run
/// again.
/// </para>
/// </remarks>
public static class ScanPlan
{
    /// <summary>The threads that a shape is planned for. A constant: asking the machine would change bits.</summary>
    private const int Threads = 4;

    /// <summary>The threads that must not lose much by the plan, and what is much.</summary>
    private const int FewThreads = 2;
    private const double MuchWorse = 1.25;

    /// <summary>What a fork costs, in elements that a thread gets done meanwhile.</summary>
    private const double Fork = 4096;

    /// <summary>Below this many elements a scan stays on one thread.</summary>
    private const int FewElements = 1 << 16;

    /// <summary>The most channels of a short row.</summary>
    private const int FewChannels = 7;

    /// <summary>The form that is expected to be fastest for a shape.</summary>
    /// <param name="shape">B, L, C.</param>
    /// <param name="invariant">Whether the factors are the same at every step.</param>
    public static ScanAlgorithm Choose(ScanShape shape, bool invariant)
    {
        int elements = shape.Elements;
        if (elements < FewElements)
        {
            return ScanAlgorithm.Diagonal;
        }

        if (Sequential(shape, Threads) <= Parallel(shape, invariant, Threads)
            || MuchWorse * Sequential(shape, FewThreads) <= Parallel(shape, invariant, FewThreads))
        {
            return ScanAlgorithm.Diagonal;
        }

        return shape.Channels <= FewChannels ? ScanAlgorithm.Chunked : ScanAlgorithm.Blelloch;
    }

    private static double Sequential(ScanShape shape, int threads) =>
        (double)shape.Elements / Math.Clamp(new ScanTiles(shape).Count, 1, threads);

    private static double Parallel(ScanShape shape, bool invariant, int threads)
    {
        // A chunk is of one vector width or another, and never so short that threads find none.
        TimeChunks plan = TimeChunks.Of<float>(shape);
        int rows = plan.Rows * plan.InGroup;
        int groups = (shape.Length + rows - 1) / rows;
        int chunks = Math.Min(plan.InGroup, (shape.Length + plan.Rows - 1) / plan.Rows) / plan.Together;
        double passes = shape.Channels <= FewChannels
            ? invariant ? 1.5 : 2.0
            : invariant ? 2.0 : 3.0;
        return (shape.Elements * passes / Math.Clamp(chunks * shape.Batch, 1, threads)) + (2 * groups * Fork);
    }
}
