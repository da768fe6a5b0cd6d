using System.Diagnostics;

namespace Ssm.Perf.Bench;

/// <summary>One of those that take turns: warms itself up, finds out how many runs fill a round, runs rounds.</summary>
/// <param name="name">What it is called in the rows.</param>
/// <param name="time">Does the work so many times and says how many seconds they took together.</param>
/// <param name="budget">How long it should be measured for, and how it is warmed up.</param>
internal sealed class BenchContender(string name, Func<int, double> time, BenchBudget budget)
{
    private const int MostRuns = 10_000_000;

    private readonly List<double> _roundsMs = [];
    private readonly List<double> _allocated = [];
    private double _secondsOfARun;
    private double _spent;

    internal string Name => name;

    /// <summary>How many runs a round has; 0 before the warm-up.</summary>
    internal int Runs { get; private set; }

    internal BenchSample Sample => new([.. _roundsMs]);

    /// <summary>Bytes allocated by a run, on all threads: the median of the rounds.</summary>
    internal double AllocatedBytes => BenchStatistics.Quantile(_allocated, 0.5);

    /// <summary>Ours: runs a case.</summary>
    internal static BenchContender Of(string name, BenchCase work, BenchBudget budget)
    {
        return new BenchContender(name, Time, budget);

        double Time(int runs)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < runs; i++)
            {
                work.Run();
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    /// <summary>
    /// Runs until the compiler has seen everything often enough to have optimised it, or until it has taken too long.
    /// </summary>
    internal void WarmUp()
    {
        int runs = 0;
        double seconds = 0;
        for (int batch = 1; ; batch = Math.Min(2 * batch, MostRuns))
        {
            double took = time(batch);
            runs += seconds >= budget.WarmUpDelay ? batch : 0;
            seconds += took;
            _secondsOfARun = took / batch;
            if (seconds >= budget.LongestWarmUp || (runs >= budget.WarmUpRuns && seconds >= budget.WarmUp))
            {
                break;
            }

            // The doubling must not run far past the end.
            double left = seconds < budget.WarmUpDelay
                ? budget.WarmUpDelay - seconds
                : Math.Max(budget.WarmUp - seconds, (budget.WarmUpRuns - runs) * _secondsOfARun);
            left = Math.Min(left, budget.LongestWarmUp - seconds);
            if (2 * batch * _secondsOfARun > left)
            {
                batch = (int)Math.Clamp(0.5 * left / Math.Max(_secondsOfARun, 1e-9), 1, MostRuns / 2);
            }
        }

        double target = budget.Seconds / budget.Rounds;
        Runs = (int)Math.Clamp(Math.Round(target / Math.Max(_secondsOfARun, 1e-9)), 1, MostRuns);
    }

    /// <summary>One round, unless it has had more than its share of time already.</summary>
    internal void Round()
    {
        if (SitsOut)
        {
            return;
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        double seconds = time(Runs);
        _allocated.Add((GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Runs);
        _roundsMs.Add(1e3 * seconds / Runs);
        _spent += seconds;
    }

    // Something a hundred times slower than the rest is known well enough after few rounds.
    private bool SitsOut =>
        (_roundsMs.Count >= 3 && _spent > 2 * budget.Seconds) || (_roundsMs.Count >= 1 && _spent > 10 * budget.Seconds);
}
