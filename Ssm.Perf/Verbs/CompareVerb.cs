using System.CommandLine;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Display;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary><c>compare</c>: trains the models on one task and sets them side by side.</summary>
internal static class CompareVerb
{
    internal const string Name = "compare";

    private const string DefaultReport = "ssm-report/compare.html";

    internal static Command Build(ICompareRunner runner, Terminal terminal, CancellationToken cancellation)
    {
        Command command =
            new(Name, "Trains the models on one task, prints their accuracy and cost, writes an HTML report");
        Option<IReadOnlyList<string>?> models =
            Options.Choices(
                "--models",
                $"Which models, with commas [default: {string.Join(',', Catalog.Survey)}]",
                Catalog.Models);
        command.Options.Add(models);
        TaskOptions task = new(command);
        Option<int?> epochs = Options.Whole("--epochs", "Passes over the training set [default: the task's recipe]");
        Option<int?> batch = Options.Whole("--batch", "Sequences per step [default: the task's recipe]");
        Option<string?> report =
            Options.Text("--report", "FILE.html", $"Where the report goes [default: {DefaultReport}]");
        command.Options.Add(epochs);
        command.Options.Add(batch);
        command.Options.Add(report);
        CommonOptions common = new(command);

        command.SetAction(parsed =>
        {
            CompareSettings settings = new(
                common.Read(parsed),
                parsed.GetValue(models) ?? Catalog.Survey,
                task.Read(parsed),
                parsed.GetValue(epochs),
                parsed.GetValue(batch));
            string reportFile = OutputFile.Check(parsed.GetValue(report) ?? DefaultReport, "compare: '--report'");
            if (reportFile == settings.Common.JsonFile)
            {
                throw new UserException("compare: '--report' and '--json' name the same file; name two.");
            }

            return Run(settings, reportFile, runner, terminal, cancellation);
        });
        return command;
    }

    private static int Run(
        CompareSettings settings,
        string reportFile,
        ICompareRunner runner,
        Terminal terminal,
        CancellationToken cancellation)
    {
        IProgressDisplay display = Displays.For(terminal, settings.Models);
        IReadOnlyList<ModelResult> rows = display.Show(() => runner.Run(settings, display, cancellation).ToArray());
        CompareReport report = new(
            EnvironmentStamp.Take(settings.Common),
            settings.CommandLine,
            DateTimeOffset.UtcNow,
            rows);

        terminal.Console.Write(CompareTable.Build(rows));
        OutputFile.Write(reportFile, stream => HtmlReport.Write(stream, report));
        JsonFile.Write(settings.Common.JsonFile, json => CompareJson.WriteMembers(json, report));
        terminal.Output.WriteLine($"report: {Path.GetRelativePath(Environment.CurrentDirectory, reportFile)}");
        return ExitCodes.Done;
    }
}
