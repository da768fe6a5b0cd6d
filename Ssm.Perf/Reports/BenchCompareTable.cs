using Spectre.Console;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Reports;

/// <summary>Two runs side by side, as a table on the terminal.</summary>
internal static class BenchCompareTable
{
    internal static Table Build(IReadOnlyList<BenchDifference> differences)
    {
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string heading in (string[])["workload", "size", "type", "pass", "device", "T"])
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        foreach (string heading in (string[])["old", "new", "old / new", "p"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        table.AddColumn(new TableColumn("verdict").NoWrap());
        foreach (BenchDifference difference in differences)
        {
            BenchFileRow row = difference.Either;
            table.AddRow(
                Markup.Escape(row.Workload),
                Markup.Escape(row.Size),
                Markup.Escape(row.Dtype),
                Markup.Escape(row.Pass),
                Markup.Escape(row.Device),
                FormattableString.Invariant($"{row.Threads}"),
                BenchFigures.Time(difference.Old?.Sample.MedianMs ?? double.NaN),
                BenchFigures.Time(difference.New?.Sample.MedianMs ?? double.NaN),
                BenchFigures.Digits(difference.Ratio),
                BenchFigures.P(difference.P),
                Verdict(difference.Change));
        }

        return table;
    }

    /// <summary>How many rows of each verdict there are, in words.</summary>
    internal static string Summary(IReadOnlyList<BenchDifference> differences) =>
        string.Join(", ", Enum.GetValues<BenchChange>()
            .Select(change => (Count: differences.Count(d => d.Change == change), Word: Word(change)))
            .Where(c => c.Count > 0)
            .Select(c => FormattableString.Invariant($"{c.Count} {c.Word}")));

    internal static string Word(BenchChange change) => change switch
    {
        BenchChange.Faster => "faster",
        BenchChange.Slower => "slower",
        BenchChange.TooFewRounds => "too few rounds",
        BenchChange.Gone => "only in old",
        BenchChange.New => "only in new",
        _ => "same",
    };

    private static string Verdict(BenchChange change) => change switch
    {
        BenchChange.Faster => $"[green]{Word(change)}[/]",
        BenchChange.Slower => $"[red]{Word(change)}[/]",
        BenchChange.Same => Word(change),
        _ => $"[yellow]{Word(change)}[/]",
    };
}
