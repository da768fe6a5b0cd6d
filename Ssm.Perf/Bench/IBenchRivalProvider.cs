namespace Ssm.Perf.Bench;

/// <summary>A source of rivals from outside this process's managed code: a native library, if it is there.</summary>
internal interface IBenchRivalProvider
{
    /// <summary>Why it has nothing to offer on this machine, for the reader; null when it is there.</summary>
    string? Missing { get; }

    /// <summary>What does the work of a case; nothing where it does not, or where the library is missing.</summary>
    IEnumerable<BenchRival> For(BenchRequest request);
}
