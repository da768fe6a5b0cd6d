using System.CommandLine;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary><c>verify</c>: compares this implementation with golden files.</summary>
internal static class VerifyVerb
{
    internal const string Name = "verify";

    internal static Command Build(IVerifyRunner runner, Terminal terminal, CancellationToken cancellation)
    {
        Command command = new(Name, "Compares outputs and gradients with golden files from any directory");
        Option<string?> golden =
            Options.Text("--golden", "DIR", "Directory of golden files (needed), such as Ssm.Tests/Golden");
        Option<string?> file = Options.Text("--file", "NAME", "Only this file of the directory [default: all]");
        Option<string?> dtype = Options.Choice("--dtype", "Element type to compute in [default: f64]", Catalog.Dtypes);
        command.Options.Add(golden);
        command.Options.Add(file);
        command.Options.Add(dtype);
        CommonOptions common = new(command);

        command.SetAction(parsed =>
        {
            CommonSettings commonSettings = common.ReadForCpu(parsed);
            string directory = CheckDirectory(parsed.GetValue(golden));
            VerifySettings settings = new(
                commonSettings,
                directory,
                CheckFile(directory, parsed.GetValue(file)),
                parsed.GetValue(dtype) ?? Catalog.Dtypes[0]);
            return Run(settings, runner, terminal, cancellation);
        });
        return command;
    }

    private static int Run(
        VerifySettings settings,
        IVerifyRunner runner,
        Terminal terminal,
        CancellationToken cancellation)
    {
        VerifyReport report = new([.. runner.Run(settings, cancellation)]);
        if (report.Rows.Count == 0)
        {
            throw new UserException(
                $"verify: '{settings.File ?? settings.GoldenDirectory}' has no case in it, so nothing was verified; "
                + "golden files are .safetensors with a list of cases.");
        }

        terminal.Console.Write(VerifyTable.Build(report));
        terminal.Output.WriteLine(report.Summary);
        JsonFile.Write(
            settings.Common.JsonFile,
            json => VerifyJson.WriteMembers(json, EnvironmentStamp.Take(settings.Common), report));
        return report.AllPassed ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static string CheckDirectory(string? directory)
    {
        if (directory is null)
        {
            throw new UserException(
                "verify: '--golden' is missing; name the directory of golden files, as in --golden Ssm.Tests/Golden.");
        }

        return Directory.Exists(directory)
            ? directory
            : throw new UserException($"verify: '--golden' is '{directory}', and there is no such directory.");
    }

    private static string? CheckFile(string directory, string? file)
    {
        if (file is null || Path.Exists(Path.Combine(directory, file)))
        {
            return file;
        }

        string[] names = [.. Directory.EnumerateFileSystemEntries(directory).Select(p => Path.GetFileName(p)).Order()];
        throw new UserException(
            $"verify: '--file' is '{file}', which is not in '{directory}'"
            + (Suggestion.For(file, names) is { Length: > 0 } hint ? hint : "; leave it out to verify all."));
    }
}
