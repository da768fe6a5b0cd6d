using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Ssm.Kernels;
using Ssm.Kernels.Gpu;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Bench.Devices;

/// <summary>Measures cases on an opened device: compile time, transfers and the device's own time apart.</summary>
internal sealed class DeviceBenchRunner(GpuAccelerator accelerator, BenchSettings settings)
{
    private const int CopyNumbers = 1 << 25;
    private const int CopyNumbersQuick = 1 << 18;
    private const int CopyRounds = 10;
    private const int MostRuns = 1 << 16;

    /// <summary>GB/s of a copy of a large array, bytes read and written: what shares are taken of.</summary>
    internal double MeasureCopy()
    {
        GpuBackend<float> backend = new(accelerator);
        int count = settings.SmallestOnly ? CopyNumbersQuick : CopyNumbers;
        View<float> from = new(backend.Allocate(count), 0, count), to = new(backend.Allocate(count), 0, count);
        backend.Fill(from, 1);
        backend.Copy(from, to);
        double[] times = [.. Enumerable.Range(0, CopyRounds).Select(_ => DeviceMs(() => backend.Copy(from, to), 1))];
        return 2.0 * sizeof(float) * count / BenchStatistics.Quantile(times, 0.5) / 1e6;
    }

    /// <summary>GB/s at which a large array goes to the device.</summary>
    internal double MeasureUpload()
    {
        GpuBackend<float> backend = new(accelerator);
        int count = settings.SmallestOnly ? CopyNumbersQuick : CopyNumbers;
        float[] values = new float[count];
        View<float> to = new(backend.Allocate(count), 0, count);
        backend.Upload(values, to);
        accelerator.Synchronize();
        long start = Stopwatch.GetTimestamp();
        backend.Upload(values, to);
        accelerator.Synchronize();
        return (double)sizeof(float) * count / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9;
    }

    /// <summary>Measures one case.</summary>
    /// <exception cref="UserException">The case does not fit the device.</exception>
    internal DeviceRow Run(
        BenchEntry<DeviceWorkload> entry, double copyGbPerS, double uploadGbPerS, CancellationToken cancellation)
    {
        try
        {
            return entry.Request.Dtype == "f64"
                ? Run(entry, new GpuBackend<double>(accelerator), copyGbPerS, uploadGbPerS, cancellation)
                : Run(entry, new GpuBackend<float>(accelerator), copyGbPerS, uploadGbPerS, cancellation);
        }
        catch (Exception error) when (error is GpuOutOfMemoryException or OverflowException or NotSupportedException)
        {
            throw new UserException(
                $"bench: {entry.Request.Workload} of the size '{entry.Request.Size}' does not fit: {error.Message}",
                error);
        }
    }

    private DeviceRow Run<T>(
        BenchEntry<DeviceWorkload> entry,
        GpuBackend<T> backend,
        double copyGbPerS,
        double uploadGbPerS,
        CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        BenchRequest request = entry.Request;
        request.Size.Require(
            entry.Workload.Sizes.FirstOrDefault(request.Size.Fits) ?? entry.Workload.Sizes[0], entry.Workload.Name);
        DeviceArrays<T> arrays = new(backend, request.Seed, typeof(T) == typeof(float));
        DeviceJob job = entry.Workload.Prepare(arrays, request);
        accelerator.Synchronize();

        TimeSpan compiledBefore = accelerator.Counters.CompileTime;
        job.Run();
        accelerator.Synchronize();
        double compile = (accelerator.Counters.CompileTime - compiledBefore).TotalMilliseconds;
        (double error, double download) = Judge(entry, arrays);

        int runs = RunsOfARound(job, cancellation);
        GpuCounters before = accelerator.Counters;
        double[] rounds = new double[settings.Budget.Rounds], host = new double[settings.Budget.Rounds];
        for (int round = 0; round < rounds.Length; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            rounds[round] = DeviceMs(job.Run, runs, out host[round]) / runs;
            host[round] /= runs;
        }

        GpuCounters after = accelerator.Counters;
        double total = (double)runs * rounds.Length;
        return new DeviceRow(
            request, new BenchSample(rounds), BenchStatistics.Quantile(host, 0.5), runs, compile,
            uploadGbPerS, download, job, copyGbPerS,
            (after.Launches - before.Launches) / total,
            (after.Waits + after.Downloads - before.Waits - before.Downloads) / total, error);
    }

    // The results come down once for the judge, and that is timed.
    private static (double Error, double GbPerS) Judge<T>(BenchEntry<DeviceWorkload> entry, DeviceArrays<T> arrays)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (arrays.Results.Count == 0)
        {
            return (double.NaN, double.NaN);
        }

        DeviceArrays<double> judge = new(
            CpuBackend<double>.Default, entry.Request.Seed, typeof(T) == typeof(float));
        entry.Workload.Prepare(judge, entry.Request).Run();
        double worst = 0, seconds = 0, bytes = 0;
        for (int i = 0; i < arrays.Results.Count; i++)
        {
            View<T> view = arrays.Results[i];
            T[] actual = new T[view.Length];
            long start = Stopwatch.GetTimestamp();
            arrays.Backend.Download(view, actual);
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            bytes += (double)view.Length * Unsafe.SizeOf<T>();
            double[] expected = new double[view.Length];
            judge.Backend.Download(judge.Results[i], expected);
            worst = Math.Max(worst, Error<T>(actual, expected));
        }

        return (worst, bytes / seconds / 1e9);
    }

    private static double Error<T>(ReadOnlySpan<T> actual, ReadOnlySpan<double> expected)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double worst = 0, largest = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double difference = Math.Abs(double.CreateChecked(actual[i]) - expected[i]);
            worst = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(worst, difference);
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }

        return largest == 0 ? worst : worst / largest;
    }

    // As many as fill a round's share of the time, after the warm-up.
    private int RunsOfARound(DeviceJob job, CancellationToken cancellation)
    {
        double share = 1e3 * settings.Budget.Seconds / settings.Budget.Rounds;
        double warm = 0, ms = 0;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            ms = DeviceMs(job.Run, 1);
            warm += Math.Max(ms, 0.01);
        }
        while (warm < 1e3 * settings.Budget.WarmUp);

        return (int)Math.Clamp(share / Math.Max(ms, 1e-3), 1, MostRuns);
    }

    private double DeviceMs(Action run, int times) => DeviceMs(run, times, out _);

    private double DeviceMs(Action run, int times, out double hostMs)
    {
        using GpuMark start = accelerator.Mark();
        long before = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            run();
        }

        hostMs = Stopwatch.GetElapsedTime(before).TotalMilliseconds;
        using GpuMark end = accelerator.Mark();
        return end.Since(start).TotalMilliseconds;
    }
}
