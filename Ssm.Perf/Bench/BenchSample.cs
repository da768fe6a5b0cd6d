namespace Ssm.Perf.Bench;

/// <summary>The times of one contender: one number for each round, the mean of that round's runs.</summary>
/// <param name="RoundsMs">Milliseconds of one run, round by round.</param>
internal sealed record BenchSample(IReadOnlyList<double> RoundsMs)
{
    internal double MedianMs { get; } = BenchStatistics.Quantile(RoundsMs, 0.5);

    internal double P20Ms { get; } = BenchStatistics.Quantile(RoundsMs, 0.2);

    internal double P80Ms { get; } = BenchStatistics.Quantile(RoundsMs, 0.8);
}
