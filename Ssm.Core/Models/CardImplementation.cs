namespace Ssm.Core.Models;

/// <summary>The column "implementation" of Table I.</summary>
public enum CardImplementation
{
    /// <summary>A long convolution with the impulse response.</summary>
    Convolution,

    /// <summary>Step after step.</summary>
    Recurrence,

    /// <summary>A parallel scan over time.</summary>
    ParallelScan,

    /// <summary>A scan that also makes the matrices from the input and projects the state, all in one pass.</summary>
    FusedScan,

    /// <summary>Matrix products within chunks of time, a recurrence between them.</summary>
    ChunkedProducts,
}
