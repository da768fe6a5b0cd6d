using System.CommandLine;
using Ssm.Perf.Bench;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary><c>bench</c>: measures kernels against the machine's limits and against others.</summary>
internal static class BenchVerb
{
    internal const string Name = "bench";

    internal static Command Build(BenchRunner runner, Terminal terminal, CancellationToken cancellation)
    {
        Command command = new(Name, "Measures kernels: time, share of the machine's peak, error, and rivals' times");
        BenchOptions options = new(command);
        Option<string?> csv = Options.Text("--csv", "FILE", "Write the rows as CSV to this file");
        Option<bool> list = Options.Flag("--list", "Show the workloads and measure nothing");
        command.Options.Add(csv);
        command.Options.Add(list);
        CommonOptions common = new(command, threads: false);

        command.SetAction(parsed =>
        {
            if (parsed.GetValue(list))
            {
                terminal.Console.Write(BenchList.Build(runner.Workloads));
                return ExitCodes.Done;
            }

            BenchSettings settings = options.Read(parsed, common.ReadForCpu(parsed));
            string? csvFile = parsed.GetValue(csv) is { } path ? OutputFile.Check(path, "bench: '--csv'") : null;
            return Run(settings, csvFile, runner, terminal, cancellation);
        });
        return command;
    }

    private static int Run(
        BenchSettings settings,
        string? csvFile,
        BenchRunner runner,
        Terminal terminal,
        CancellationToken cancellation)
    {
        IReadOnlyList<IReadOnlyList<BenchEntry>> plan = BenchPlan.Make(runner.Workloads, settings);
        foreach (string reason in runner.Missing(settings))
        {
            terminal.Output.WriteLine($"missing: {reason}");
        }

        IReadOnlyList<MachinePeak> peaks = BenchRunner.Peaks(plan, settings.Budget, cancellation);
        List<BenchRow> rows = [];
        foreach (IReadOnlyList<BenchEntry> race in plan)
        {
            rows.AddRange(runner.Run(race, settings, peaks, cancellation));
        }

        BenchReport report = new(EnvironmentStamp.Take(settings.Common), peaks, rows);
        if (!terminal.IsLive)
        {
            terminal.Console.Profile.Width = BenchTable.Width;
        }

        terminal.Console.Write(BenchTable.Peaks(peaks));
        terminal.Console.Write(BenchTable.Build(rows));
        JsonFile.Write(settings.Common.JsonFile, json => BenchJson.WriteMembers(json, report));
        if (csvFile is not null)
        {
            OutputFile.Write(csvFile, stream => BenchCsv.Write(stream, report));
        }

        return ExitCodes.Done;
    }
}
