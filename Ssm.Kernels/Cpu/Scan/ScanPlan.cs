namespace Ssm.Kernels;

/// <summary>Which form of a scan a shape is run in: by the shape alone, as bits may not depend on threads.</summary>
/// <remarks>
/// <para>
/// The model counts the passes of the slowest of a few threads over its elements. <see cref="DiagonalScan"/> makes one
/// pass, but has no more pieces than sequences and wide tiles of their channels. A scan in parallel over time cuts any
/// sequence, and makes one pass and a half where factors do not change with time, two where they do (the chunks are
/// summarised, which reads but does not write, and then run), and two forks for each group of chunks.
/// </para>
/// <para>
/// For rows of few channels chunks are joined one after the other and corrected; for wide ones, where a pass over
/// memory costs more than the arithmetic, they are joined by the tree and run again.
/// </para>
/// </remarks>
public static class ScanPlan
{
    /// <summary>The threads that a shape is planned for. A constant: asking the machine would change bits.</summary>
    private const int Threads = 4;

    /// <summary>What a fork costs, in elements that a thread gets done meanwhile.</summary>
    private const double Fork = 4096;

    /// <summary>Below this many elements a scan stays on one thread.</summary>
    private const int FewElements = 1 << 16;

    /// <summary>The most channels of a row that is worth correcting.</summary>
    private const int FewChannels = 32;

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

        // A chunk is of one vector width or another, and never so short that threads find none.
        TimeChunks plan = TimeChunks.Of<float>(shape);
        int rows = plan.Rows * plan.InGroup;
        int groups = (shape.Length + rows - 1) / rows;
        int chunks = Math.Min(plan.InGroup, (shape.Length + plan.Rows - 1) / plan.Rows) / plan.Together;
        double sequential = (double)elements / Math.Clamp(new ScanTiles(shape).Count, 1, Threads);
        double parallel = (elements * (invariant ? 1.5 : 2.0) / Math.Clamp(chunks * shape.Batch, 1, Threads))
            + (2 * groups * Fork);
        if (sequential <= parallel)
        {
            return ScanAlgorithm.Diagonal;
        }

        return shape.Channels <= FewChannels ? ScanAlgorithm.Chunked : ScanAlgorithm.Blelloch;
    }
}
