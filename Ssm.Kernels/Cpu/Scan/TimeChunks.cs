namespace Ssm.Kernels;

/// <summary>How a scan in parallel over time cuts its sequences: by the shape alone.</summary>
internal readonly struct TimeChunks
{
    /// <summary>The most chunks that are worked on together: so many threads are kept busy.</summary>
    internal const int PerGroup = 16;

    /// <summary>
    /// About how many elements a chunk of all sequences has: a group of factors and inputs fits a large L2.
    /// </summary>
    private const int Elements = 1 << 13;

    /// <summary>A summary costs a few rows of work: shorter chunks are not worth theirs.</summary>
    private const int SmallestChunk = 16;

    internal TimeChunks(ScanShape shape) => Rows = Math.Max(SmallestChunk, Elements / shape.StateElements);

    /// <summary>The rows of a chunk.</summary>
    internal int Rows { get; }
}
