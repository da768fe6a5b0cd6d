using System.CommandLine;
using System.CommandLine.Parsing;
using Ssm.Perf.Bench;
using Ssm.Perf.Bench.Devices;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Display;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary><c>bench</c>: measures kernels against the machine's limits and against others.</summary>
internal static class BenchVerb
{
    internal const string Name = "bench";

    private const string CompareOption = "--compare";

    internal static Command Build(BenchRunner runner, Terminal terminal, CancellationToken cancellation)
    {
        Command command = new(Name, "Measures kernels: time, share of the machine's peak, error, and rivals' times");
        BenchOptions options = new(command);
        BenchFiles files = new(command);
        Option<bool> list = Options.Flag("--list", "Show the workloads and measure nothing");
        Option<IReadOnlyList<string>?> compare = Options.TwoFiles(
            CompareOption, "OLD.json NEW.json", "Say what changed between two results, and measure nothing");
        command.Options.Add(list);
        command.Options.Add(compare);
        CommonOptions common = new(command, threads: false);

        command.SetAction(parsed =>
        {
            CommonSettings settings = common.Read(parsed);
            if (parsed.GetValue(compare) is { } pair)
            {
                RequireAlone(parsed, CompareOption, ["--json"]);
                return Compare(BenchFile.Read(pair[0]), BenchFile.Read(pair[1]), settings, terminal);
            }

            if (parsed.GetValue(list))
            {
                RequireAlone(parsed, list.Name, ["--device"]);
                Widen(terminal);
                terminal.Console.Write(BenchList.Build(
                    settings.Device == "cpu" ? runner.Workloads : DeviceCatalog.All));
                return ExitCodes.Done;
            }

            BenchSettings asked = options.Read(parsed, settings);
            if (settings.Device != "cpu")
            {
                RequireNone(parsed, ["--threads", "--rivals", "--csv", "--svg"]);
                return DeviceBench.Run(asked with { Threads = [1] }, terminal, cancellation);
            }

            BenchFiles.Paths paths = files.Read(parsed, settings);
            return Run(asked, paths, runner, terminal, cancellation);
        });
        return command;
    }

    private static int Run(
        BenchSettings settings,
        BenchFiles.Paths paths,
        BenchRunner runner,
        Terminal terminal,
        CancellationToken cancellation)
    {
        IReadOnlyList<IReadOnlyList<BenchEntry<IBenchWorkload>>> plan = BenchPlan.Make(runner.Workloads, settings);
        Widen(terminal);
        foreach (string reason in runner.Missing(settings))
        {
            terminal.Output.WriteLine($"missing: {reason}");
        }

        BenchReport report = new BenchProgress(terminal).Show(
            say => Measure(plan, settings, runner, say, cancellation));
        terminal.Console.Write(BenchTable.Peaks(report.Peaks));
        terminal.Console.Write(BenchTable.Build(report.Rows));
        JsonFile.Write(settings.Common.JsonFile, json => BenchJson.WriteMembers(json, report));
        paths.Write(report);
        return ExitCodes.Done;
    }

    private static BenchReport Measure(
        IReadOnlyList<IReadOnlyList<BenchEntry<IBenchWorkload>>> plan,
        BenchSettings settings,
        BenchRunner runner,
        Action<string> say,
        CancellationToken cancellation)
    {
        say("the machine's peak");
        IReadOnlyList<MachinePeak> peaks = runner.Peaks(plan, settings.Budget, cancellation);
        List<BenchRow> rows = [];
        for (int i = 0; i < plan.Count; i++)
        {
            BenchRequest first = plan[i][0].Request;
            string race = plan[i][0].Workload.Race;
            say(FormattableString.Invariant($"{i + 1}/{plan.Count}  {race} {first.Size} {first.Dtype} ")
                + FormattableString.Invariant($"{first.Pass} {first.Threads}T"));
            rows.AddRange(runner.Run(plan[i], settings, peaks, cancellation));
        }

        return new BenchReport(EnvironmentStamp.Take(settings.Common), peaks, rows);
    }

    private static int Compare(BenchFile old, BenchFile fresh, CommonSettings settings, Terminal terminal)
    {
        IReadOnlyList<BenchDifference> differences = BenchFile.Compare(old, fresh);
        string[] warnings = [.. BenchFile.EnvironmentDifferences(old, fresh)];
        Widen(terminal);
        foreach (string warning in warnings)
        {
            terminal.Output.WriteLine($"warning: {warning}; times of different environments tell little.");
        }

        terminal.Console.Write(BenchCompareTable.Build(differences));
        terminal.Output.WriteLine(BenchCompareTable.Summary(differences));
        JsonFile.Write(settings.JsonFile, json => BenchCompareJson.WriteMembers(json, differences, warnings));
        return ExitCodes.Done;
    }

    private static void RequireAlone(ParseResult parsed, string option, string[] besides)
    {
        string? other = parsed.CommandResult.Children.OfType<OptionResult>()
            .Where(o => !o.Implicit)
            .Select(o => o.Option.Name)
            .FirstOrDefault(n => n != option && !besides.Contains(n));
        if (other is not null)
        {
            throw new UserException(
                $"bench: '{option}' measures nothing, so '{other}' does not go with it; leave one out.");
        }
    }

    private static void RequireNone(ParseResult parsed, IReadOnlyList<string> options)
    {
        string? given = parsed.CommandResult.Children.OfType<OptionResult>()
            .Where(o => !o.Implicit)
            .Select(o => o.Option.Name)
            .FirstOrDefault(options.Contains);
        if (given is not null)
        {
            throw new UserException($"bench: '{given}' is for the CPU only; leave it out, or pass --device cpu.");
        }
    }

    private static void Widen(Terminal terminal)
    {
        if (!terminal.IsLive)
        {
            terminal.Console.Profile.Width = BenchTable.Width;
        }
    }
}
