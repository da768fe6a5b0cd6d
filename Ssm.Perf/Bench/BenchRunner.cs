namespace Ssm.Perf.Bench;

/// <summary>Measures the cases of a plan.</summary>
/// <param name="workloads">What can be measured.</param>
/// <param name="providers">Who is asked for rivals from outside.</param>
/// <param name="largestTriad">Bytes of the largest triad, beyond the caches; a quarter where time is short.</param>
internal sealed class BenchRunner(
    IReadOnlyList<IBenchWorkload> workloads,
    IReadOnlyList<IBenchRivalProvider> providers,
    double largestTriad = BenchRunner.LargestTriad)
{
    internal const string NoRivals = "none";
    internal const string ManagedRivals = "managed";
    internal const string AllRivals = "all";

    private const double LargestTriad = 1 << 28;
    private const double ShortTime = 0.1;

    internal IReadOnlyList<IBenchWorkload> Workloads => workloads;

    /// <summary>Why rivals that were asked for are not here.</summary>
    internal IEnumerable<string> Missing(BenchSettings settings) =>
        settings.Rivals == AllRivals ? providers.Select(p => p.Missing).OfType<string>() : [];

    /// <summary>The machine's limits, for each element type and number of threads of a plan.</summary>
    internal IReadOnlyList<MachinePeak> Peaks(
        IReadOnlyList<IReadOnlyList<BenchEntry<IBenchWorkload>>> plan,
        BenchBudget budget,
        CancellationToken cancellation)
    {
        double ofATry = Math.Clamp(0.02 * budget.Seconds, 0.0005, 0.02);
        PeakMeter meter = new(ofATry, budget.Seconds < ShortTime ? largestTriad / 4 : largestTriad);
        List<MachinePeak> peaks = [];
        foreach (BenchRequest request in plan.SelectMany(r => r).Select(e => e.Request))
        {
            if (!peaks.Exists(p => p.Dtype == request.Dtype && p.Threads == request.Threads))
            {
                cancellation.ThrowIfCancellationRequested();
                peaks.Add(meter.Measure(request.Dtype, request.Threads));
            }
        }

        return peaks;
    }

    /// <summary>Measures one race: one row for each of its cases.</summary>
    internal IReadOnlyList<BenchRow> Run(
        IReadOnlyList<BenchEntry<IBenchWorkload>> race,
        BenchSettings settings,
        IReadOnlyList<MachinePeak> peaks,
        CancellationToken cancellation)
    {
        List<BenchLane> lanes = [];
        try
        {
            foreach (BenchEntry<IBenchWorkload> entry in race)
            {
                cancellation.ThrowIfCancellationRequested();
                lanes.Add(BenchLane.Enter(entry, Outside(entry.Request, settings), settings));
            }

            // Also what the collector has found must be done with before: finalizers take time and memory.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            TakeTurns([.. lanes.SelectMany(l => l.Contenders)], settings.Budget.Rounds, cancellation);
            return [.. lanes.Select(l => l.Row(peaks))];
        }
        finally
        {
            foreach (BenchLane lane in lanes)
            {
                lane.Dispose();
            }
        }
    }

    private IEnumerable<BenchRival> Outside(BenchRequest request, BenchSettings settings) =>
        settings.Rivals == AllRivals ? providers.Where(p => p.Missing is null).SelectMany(p => p.For(request)) : [];

    // Each round begins with another contender, so that nobody always follows the same one.
    private static void TakeTurns(BenchContender[] contenders, int rounds, CancellationToken cancellation)
    {
        foreach (BenchContender contender in contenders)
        {
            cancellation.ThrowIfCancellationRequested();
            contender.WarmUp();
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < contenders.Length; turn++)
            {
                cancellation.ThrowIfCancellationRequested();
                contenders[(round + turn) % contenders.Length].Round();
            }
        }
    }
}
