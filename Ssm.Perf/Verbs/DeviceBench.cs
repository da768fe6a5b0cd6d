using Ssm.Kernels.Gpu;
using Ssm.Perf.Bench;
using Ssm.Perf.Bench.Devices;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Display;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary><c>bench --device</c>: the same on an accelerator, timed by the device itself.</summary>
internal static class DeviceBench
{
    internal static int Run(BenchSettings settings, Terminal terminal, CancellationToken cancellation)
    {
        IReadOnlyList<IReadOnlyList<BenchEntry<DeviceWorkload>>> plan = BenchPlan.Make(DeviceCatalog.All, settings);
        using ComputeDevice device = ComputeDevice.Open("bench", settings.Common, new GpuOptions { Profiling = true });
        GpuAccelerator accelerator = device.Accelerator!;
        DeviceReport report = new BenchProgress(terminal).Show(
            say => Measure(plan, accelerator, settings, say, cancellation));
        if (!terminal.IsLive)
        {
            terminal.Console.Profile.Width = BenchTable.Width;
        }

        terminal.Output.WriteLine(FormattableString.Invariant(
            $"{report.Device}: {report.Product}, copy {report.CopyGbPerS:g4} GB/s"));
        terminal.Console.Write(DeviceBenchTable.Build(report));
        JsonFile.Write(settings.Common.JsonFile, json => DeviceBenchJson.WriteMembers(json, report));
        return ExitCodes.Done;
    }

    private static DeviceReport Measure(
        IReadOnlyList<IReadOnlyList<BenchEntry<DeviceWorkload>>> plan,
        GpuAccelerator accelerator,
        BenchSettings settings,
        Action<string> say,
        CancellationToken cancellation)
    {
        DeviceBenchRunner runner = new(accelerator, settings);
        say("the device's copies");
        double copy = runner.MeasureCopy(), upload = runner.MeasureUpload();
        List<DeviceRow> rows = [];
        BenchEntry<DeviceWorkload>[] entries = [.. plan.SelectMany(race => race)];
        for (int i = 0; i < entries.Length; i++)
        {
            BenchRequest request = entries[i].Request;
            say(FormattableString.Invariant(
                $"{i + 1}/{entries.Length}  {request.Workload} {request.Size} {request.Dtype} {request.Pass}"));
            rows.Add(runner.Run(entries[i], copy, upload, cancellation));
        }

        EnvironmentStamp stamp = EnvironmentStamp.Take(settings.Common);
        return new DeviceReport(stamp, accelerator.Name, accelerator.Product, copy, rows);
    }
}
