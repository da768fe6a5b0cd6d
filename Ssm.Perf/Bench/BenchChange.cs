namespace Ssm.Perf.Bench;

/// <summary>What a comparison says about a row.</summary>
internal enum BenchChange
{
    /// <summary>The medians or their order could as well be chance.</summary>
    Same,

    /// <summary>The new time is smaller.</summary>
    Faster,

    /// <summary>The new time is larger.</summary>
    Slower,

    /// <summary>So few rounds could not show any difference.</summary>
    TooFewRounds,

    /// <summary>Only the old file has it.</summary>
    Gone,

    /// <summary>Only the new file has it.</summary>
    New,
}
