using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Bench;

/// <summary>One case in a race: itself, those who do the same work, and what was found out before the start.</summary>
internal sealed class BenchLane : IDisposable
{
    private readonly BenchEntry<IBenchWorkload> _entry;
    private readonly BenchCase _case;
    private readonly double _error;
    private readonly string _device;
    private readonly BenchContender _ours;
    private readonly BenchContender[] _rivals;

    private BenchLane(
        BenchEntry<IBenchWorkload> entry,
        BenchCase work,
        double error,
        IEnumerable<BenchRival> rivals,
        BenchSettings settings)
    {
        _entry = entry;
        _case = work;
        _error = error;
        _device = settings.Common.Device;
        _ours = BenchContender.Of("Ssm", work, settings.Budget);
        _rivals = [.. rivals.Select(r => new BenchContender(r.Name, r.Time, settings.Budget))];
    }

    internal IEnumerable<BenchContender> Contenders => [_ours, .. _rivals];

    /// <summary>Prepares a case and finds its error, before any rival can touch its results.</summary>
    internal static BenchLane Enter(
        BenchEntry<IBenchWorkload> entry, IEnumerable<BenchRival> outside, BenchSettings settings)
    {
        BenchCase work = Prepare(entry);
        try
        {
            work.Run();
            double error = work.Error();
            IEnumerable<BenchRival> managed = settings.Rivals == BenchRunner.NoRivals ? [] : work.Rivals;
            return new BenchLane(entry, work, error, managed.Concat(outside), settings);
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }

    private static BenchCase Prepare(BenchEntry<IBenchWorkload> entry)
    {
        try
        {
            return entry.Workload.Prepare(entry.Request);
        }
        catch (Exception error) when (error is OverflowException or OutOfMemoryException)
        {
            throw new UserException(
                $"bench: '--size' is '{entry.Request.Size}', whose arrays for {entry.Request.Workload} are larger than "
                + "memory can hold; name a smaller one.",
                error);
        }
    }

    internal BenchRow Row(IReadOnlyList<MachinePeak> peaks)
    {
        BenchRequest request = _entry.Request;
        MachinePeak peak = peaks.First(p => p.Dtype == request.Dtype && p.Threads == request.Threads);
        return new BenchRow(
            request,
            _device,
            _ours.Sample,
            _ours.Runs,
            _case.Bytes,
            _case.Operations,
            peak.For(_case.Bytes),
            _error,
            _ours.AllocatedBytes,
            [.. _rivals.Select(r => new BenchRivalRow(r.Name, r.Sample, r.Runs))]);
    }

    public void Dispose() => _case.Dispose();
}
