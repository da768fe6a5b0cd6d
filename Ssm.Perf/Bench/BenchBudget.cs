namespace Ssm.Perf.Bench;

/// <summary>How long to measure.</summary>
/// <param name="Rounds">Rounds of each case.</param>
/// <param name="Seconds">Time of one contender over all rounds of a case, warm-up apart.</param>
internal sealed record BenchBudget(int Rounds, double Seconds)
{
    /// <summary>Runs before the first round: the runtime optimises a method after 30 calls, and its callees after
    /// 30 more.</summary>
    internal int WarmUpRuns => 64;

    /// <summary>Seconds before the first round: optimised code is installed in the background, 0.1 s after the last
    /// new method.</summary>
    internal double WarmUp => Math.Min(0.3, 0.3 * Seconds);

    /// <summary>Where a run is so long that so many of them take too much time, this is enough: its loops are compiled
    /// while they run.</summary>
    internal double LongestWarmUp => 1.5 * Seconds;
}
