using System.Text;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Reports;

/// <summary>The equivalence table as a page of the documentation.</summary>
internal static class EquivalenceMarkdown
{
    internal static void Write(Stream stream, EnvironmentStamp environment, EquivalenceReport report)
    {
        using StreamWriter page = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        page.WriteLine("# Equivalence");
        page.WriteLine();
        page.WriteLine("Written by the command below; not to be edited by hand.");
        page.WriteLine();
        page.WriteLine("```");
        page.WriteLine("dotnet run -c Release --project Ssm.Perf -- "
            + FormattableString.Invariant($"verify --length {report.Length} --seed {report.Seed} ")
            + "--markdown docs/equivalence.md");
        page.WriteLine("```");
        page.WriteLine();
        page.WriteLine(
            $"{report.Summary}, with sequences of {Figures.Count(report.Length)} steps, on {environment.Device}: " +
            (environment.Device == ComputeDevice.Cpu ? "" : $"{environment.Product}; the host is ") +
            $"{environment.Processor}, {environment.VectorBits}-bit vectors, {environment.Threads} threads, " +
            $".NET {environment.DotNet}.");
        page.WriteLine();
        page.WriteLine(EquivalenceText.Forms);
        page.WriteLine(EquivalenceText.Tolerances);
        WriteOverview(page, report);
        foreach (IGrouping<string, EquivalenceGroup> model in report.Groups.GroupBy(g => g.Model))
        {
            WriteModel(page, model.Key, [.. model]);
        }
    }

    private static void WriteOverview(StreamWriter page, EquivalenceReport report)
    {
        page.WriteLine("## The models");
        page.WriteLine();
        page.WriteLine("| model | type | agree | most of its tolerance used by | κθ | κu | κx | n |");
        page.WriteLine("| --- | --- | ---: | --- | ---: | ---: | ---: | ---: |");
        foreach (EquivalenceGroup group in report.Groups)
        {
            EquivalenceRow worst = group.Worst;
            page.WriteLine(FormattableString.Invariant(
                $"| {group.Model} | {group.Dtype} | {group.Passed} of {group.Rows.Count} ")
                + $"| {worst.Form}, {Figures.Percent(worst.Used)} | {Figures.Short(group.Facts.Parameters)} "
                + $"| {Figures.Short(group.Facts.Inputs)} | {Figures.Short(group.Facts.States)} "
                + FormattableString.Invariant($"| {group.Facts.Terms} |"));
        }
    }

    private static void WriteModel(StreamWriter page, string model, IReadOnlyList<EquivalenceGroup> groups)
    {
        page.WriteLine();
        page.WriteLine($"## {model}");
        page.WriteLine();
        page.WriteLine("| form | against | device "
            + string.Concat(groups.Select(g => $"| {g.Dtype} error | tolerance | verdict ")) + "|");
        page.WriteLine("| --- | --- | --- "
            + string.Concat(groups.Select(_ => "| ---: | ---: | --- ")) + "|");
        for (int i = 0; i < groups[0].Rows.Count; i++)
        {
            EquivalenceRow row = groups[0].Rows[i];
            page.WriteLine($"| {row.Form} | {row.Against} | {row.Device} "
                + string.Concat(groups.Select(g => Cells(g.Rows[i]))) + "|");
        }
    }

    private static string Cells(EquivalenceRow row) =>
        $"| {Exact(row.Error)} | {Exact(row.Tolerance)} | {(row.Verdict == Verdict.Pass ? "pass" : "**FAIL**")} ";

    // Zero is the same bits, and is written as such.
    private static string Exact(double value) => value == 0 ? "0" : Figures.Scientific(value);
}
