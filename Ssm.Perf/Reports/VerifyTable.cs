using Spectre.Console;

namespace Ssm.Perf.Reports;

/// <summary>A verification as a table on the terminal.</summary>
internal static class VerifyTable
{
    internal static Table Build(VerifyReport report)
    {
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string heading in (string[])["file", "case", "dtype", "worst tensor"])
        {
            table.AddColumn(heading);
        }

        table.AddColumn(new TableColumn("error").RightAligned());
        table.AddColumn(new TableColumn("tolerance").RightAligned());
        table.AddColumn(new TableColumn("verdict").NoWrap());
        foreach (VerifyRow row in report.Rows)
        {
            table.AddRow(
                Markup.Escape(row.File),
                Markup.Escape(row.Case),
                row.Dtype,
                Markup.Escape(row.WorstTensor),
                Figures.Scientific(row.Error),
                Figures.Scientific(row.Tolerance),
                Colour(row.Verdict));
        }

        return table;
    }

    private static string Colour(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "[green]pass[/]",
        Verdict.Fail => "[red]FAIL[/]",
        _ => "[yellow]unsupported[/]",
    };
}
