namespace Ssm.Kernels;

/// <summary>The forms of a diagonal recurrence, and who chooses.</summary>
public enum ScanAlgorithm
{
    /// <summary>What <see cref="ScanPlan"/> expects to be fastest for the shape.</summary>
    ByCost,

    /// <summary><see cref="DiagonalScan"/>: step after step.</summary>
    Diagonal,

    /// <summary><see cref="BlellochScan"/>: in parallel over time, joined by a tree.</summary>
    Blelloch,

    /// <summary><see cref="ChunkedScan"/>: in parallel over time, joined chunk after chunk.</summary>
    Chunked,
}
