using System.CommandLine;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary>The files that <c>bench</c> writes besides its JSON.</summary>
internal sealed class BenchFiles
{
    private readonly Option<string?> _csv =
        Options.Text("--csv", "FILE", "Write the rows as CSV to this file");
    private readonly Option<string?> _svg =
        Options.Text("--svg", "FILE", "Draw the roofline, and the crossover where it was measured, into this file");

    internal BenchFiles(Command command)
    {
        command.Options.Add(_csv);
        command.Options.Add(_svg);
    }

    /// <summary>Finds out before anything is measured whether the files can be written.</summary>
    internal Paths Read(ParseResult parsed, CommonSettings common)
    {
        Paths paths = new(Check(parsed, _csv), Check(parsed, _svg));
        (string Option, string? File)[] all =
            [("--json", common.JsonFile), (_csv.Name, paths.Csv), (_svg.Name, paths.Svg)];
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = i + 1; j < all.Length; j++)
            {
                if (all[i].File is { } file && file == all[j].File)
                {
                    throw new UserException(
                        $"bench: '{all[i].Option}' and '{all[j].Option}' name the same file; name two.");
                }
            }
        }

        return paths;
    }

    private static string? Check(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } path ? OutputFile.Check(path, $"bench: '{option.Name}'") : null;

    /// <summary>Where to write, if anywhere.</summary>
    internal sealed record Paths(string? Csv, string? Svg)
    {
        internal void Write(BenchReport report)
        {
            if (Csv is not null)
            {
                OutputFile.Write(Csv, stream => BenchCsv.Write(stream, report));
            }

            if (Svg is not null)
            {
                OutputFile.Write(Svg, stream => BenchSvg.Write(stream, report));
            }
        }
    }
}
