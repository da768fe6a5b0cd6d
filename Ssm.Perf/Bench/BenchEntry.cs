namespace Ssm.Perf.Bench;

/// <summary>A case that will be measured.</summary>
internal sealed record BenchEntry<TWorkload>(TWorkload Workload, BenchRequest Request)
    where TWorkload : IBenchSubject;
