namespace Ssm.Perf.Bench;

/// <summary>A library outside this process's own code that does the work of some workloads: <c>--rivals</c>.</summary>
internal interface IBenchRivalProvider
{
    /// <summary>The library's name.</summary>
    string Name { get; }

    /// <summary>Why it cannot be used here and what to do about it; null where it can.</summary>
    string? Missing { get; }

    /// <summary>Its ways of doing the work of a case; none where it has none or is missing.</summary>
    IEnumerable<BenchRival> For(BenchRequest request);
}
