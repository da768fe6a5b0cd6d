namespace Ssm.Perf.Bench;

/// <summary>How long to measure, and how long to warm up before, which is no part of it.</summary>
/// <param name="Rounds">Rounds of each case.</param>
/// <param name="Seconds">Time of one contender over all rounds of a case, warm-up apart.</param>
internal sealed record BenchBudget(int Rounds, double Seconds)
{
    /// <summary>
    /// Seconds before the first round. The runtime counts the calls of a new method only when there was no other new
    /// one for 0.1 s, and compiles it anew in the background: once with counters in it, and again without them.
    /// </summary>
    internal double WarmUp { get; init; } = 0.3;

    /// <summary>Seconds before runs count, see <see cref="WarmUp"/>.</summary>
    internal double WarmUpDelay => 0.5 * WarmUp;

    /// <summary>Runs after that: 30 calls until a method is compiled with counters, and 30 more until for good.
    /// </summary>
    internal int WarmUpRuns => 64;

    /// <summary>Where a run is so long that so many of them take too much time, this is enough: its loops are compiled
    /// while they run.</summary>
    internal double LongestWarmUp => 7 * WarmUp;
}
