namespace Ssm.Perf.Bench;

/// <summary>What the machine could do at most for one case.</summary>
/// <param name="GbPerS">Bandwidth of memory of the size that the case works on.</param>
/// <param name="GflopPerS">Multiply-adds, two operations each.</param>
internal sealed record BenchLimit(double GbPerS, double GflopPerS);
