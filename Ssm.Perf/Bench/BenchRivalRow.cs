namespace Ssm.Perf.Bench;

/// <summary>A rival's times on a case.</summary>
internal sealed record BenchRivalRow(string Name, BenchSample Sample, int Runs);
