namespace Ssm.Perf.Bench;

/// <summary>All workloads, in the order in which a run without <c>--workload</c> takes them.</summary>
internal static class BenchCatalog
{
    internal static IReadOnlyList<IBenchWorkload> All { get; } =
    [
    ];
}
