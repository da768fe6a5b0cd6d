using Spectre.Console;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Reports;

/// <summary>The measurements as a table on the terminal.</summary>
internal static class BenchTable
{
    /// <summary>What a plain log must have room for, so that it folds no row.</summary>
    internal const int Width = 240;

    internal static Table Build(IReadOnlyList<BenchRow> rows)
    {
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string heading in (string[])["workload", "size", "type", "pass", "T"])
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        string[] numbers = ["median", "p20", "p80", "GB/s", "GFLOP/s", "of peak", "bound", "error", "allocated"];
        foreach (string heading in numbers)
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        table.AddColumn("rival's time / ours");
        foreach (BenchRow row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Request.Workload),
                row.Request.Size.Text,
                row.Request.Dtype,
                row.Request.Pass,
                FormattableString.Invariant($"{row.Request.Threads}"),
                $"[bold]{BenchFigures.Time(row.Sample.MedianMs)}[/]",
                BenchFigures.Time(row.Sample.P20Ms),
                BenchFigures.Time(row.Sample.P80Ms),
                BenchFigures.Digits(row.GbPerS),
                BenchFigures.Digits(row.GflopPerS),
                BenchFigures.Share(row.ShareOfPeak),
                row.Bound,
                BenchFigures.Error(row.Error),
                BenchFigures.Allocated(row.AllocatedBytes),
                string.Join(", ", row.Rivals.Select(r => Rival(row, r))));
        }

        return table;
    }

    /// <summary>The limits that the shares are taken of.</summary>
    internal static Table Peaks(IReadOnlyList<MachinePeak> peaks)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("machine's peak");
        table.AddColumn("T");
        table.AddColumn(new TableColumn("multiply-add GFLOP/s").RightAligned());
        table.AddColumn("triad GB/s over so many bytes");
        foreach (MachinePeak peak in peaks)
        {
            table.AddRow(
                peak.Dtype,
                FormattableString.Invariant($"{peak.Threads}"),
                BenchFigures.Digits(peak.GflopPerS),
                string.Join(", ",
                    peak.Triad.Select(t => $"{BenchFigures.Digits(t.GbPerS)} at {BenchFigures.Set(t.Bytes)}")));
        }

        return table;
    }

    private static string Rival(BenchRow row, BenchRivalRow rival)
    {
        double ratio = row.Ratio(rival);
        string colour = ratio >= 1 ? "green" : "red";
        return $"{Markup.Escape(rival.Name)} [{colour}]{BenchFigures.Digits(ratio)}[/]";
    }
}
