using System.CommandLine;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Conformance;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary><c>verify</c>: the forms of every model against each other, or all against golden files.</summary>
internal static class VerifyVerb
{
    internal const string Name = "verify";

    internal static Command Build(
        IVerifyRunner golden, IEquivalenceRunner? equivalence, Terminal terminal, CancellationToken cancellation)
    {
        Command command = new(
            Name,
            "Checks that all forms of every model agree; with --golden, that outputs and gradients agree with files; "
            + "with --conformance, that a device's primitives do what their definitions say");
        VerifyOptions options = new(command, equivalence?.Models ?? []);
        command.SetAction(parsed =>
        {
            if (options.AsksForConformance(parsed))
            {
                return Run(options.ReadConformance(parsed), terminal, cancellation);
            }

            if (options.AsksForGolden(parsed))
            {
                return Run(options.ReadGolden(parsed), golden, terminal, cancellation);
            }

            if (equivalence is null)
            {
                throw new UserException(
                    "verify: '--golden' is missing; name the directory of golden files, as in " +
                    "--golden Ssm.Tests/Golden.");
            }

            (EquivalenceSettings settings, string? markdown) = options.ReadEquivalence(parsed);
            return Run(settings, markdown, equivalence, terminal, cancellation);
        });
        return command;
    }

    private static int Run(
        IReadOnlyList<VerifySettings> runs,
        IVerifyRunner runner,
        Terminal terminal,
        CancellationToken cancellation)
    {
        VerifyReport report = new([.. runs.SelectMany(settings => runner.Run(settings, cancellation))]);
        VerifySettings first = runs[0];
        if (report.Rows.Count == 0)
        {
            throw new UserException(
                $"verify: '{first.File ?? first.GoldenDirectory}' has no case in it, so nothing was verified; "
                + "golden files are .safetensors with a list of cases.");
        }

        terminal.Console.Write(VerifyTable.Build(report));
        terminal.Output.WriteLine(report.Summary);
        JsonFile.Write(
            first.Common.JsonFile,
            json => VerifyJson.WriteMembers(json, EnvironmentStamp.Take(first.Common), report));
        return report.AllPassed ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static int Run(ConformanceSettings settings, Terminal terminal, CancellationToken cancellation)
    {
        List<ConformanceRow> rows = [];
        foreach (ConformanceRow row in ConformanceRunner.Run(settings, cancellation))
        {
            if (row.Message.Length > 0)
            {
                terminal.Output.WriteLine(row.Message);
            }

            rows.Add(row);
        }

        if (rows.Count == 0)
        {
            throw new UserException(
                $"verify: '--filter' is '{settings.Filter}', and no case has that in its name; leave it out to run "
                + "all.");
        }

        VerifyReport report = new([.. rows.Select(row => row.ToVerifyRow())]);
        terminal.Output.WriteLine(report.Summary);
        JsonFile.Write(
            settings.Common.JsonFile,
            json => VerifyJson.WriteMembers(json, EnvironmentStamp.Take(settings.Common), report));
        return report.AllPassed ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static int Run(
        EquivalenceSettings settings,
        string? markdown,
        IEquivalenceRunner runner,
        Terminal terminal,
        CancellationToken cancellation)
    {
        List<EquivalenceGroup> groups = [];
        foreach (EquivalenceGroup group in runner.Run(settings, cancellation))
        {
            terminal.Output.WriteLine(group.Summary);
            groups.Add(group);
        }

        EquivalenceReport report = new(settings.Length, settings.Common.Seed, groups);
        EnvironmentStamp environment = EnvironmentStamp.Take(settings.Common);
        terminal.Console.Write(EquivalenceTable.Build(report));
        terminal.Output.WriteLine(report.Summary);
        if (markdown is not null)
        {
            OutputFile.Write(markdown, stream => EquivalenceMarkdown.Write(stream, environment, report));
        }

        JsonFile.Write(
            settings.Common.JsonFile, json => EquivalenceJson.WriteMembers(json, environment, report));
        return report.AllPassed ? ExitCodes.Done : ExitCodes.Failed;
    }
}
