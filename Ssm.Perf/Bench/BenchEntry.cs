namespace Ssm.Perf.Bench;

/// <summary>A case that will be measured.</summary>
internal sealed record BenchEntry(IBenchWorkload Workload, BenchRequest Request);
