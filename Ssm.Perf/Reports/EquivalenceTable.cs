using Spectre.Console;

namespace Ssm.Perf.Reports;

/// <summary>The equivalence table on the terminal.</summary>
internal static class EquivalenceTable
{
    internal static Table Build(EquivalenceReport report)
    {
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string heading in (string[])["model", "form", "against", "dtype", "device"])
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        table.AddColumn(new TableColumn("error").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("tolerance").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("verdict").NoWrap());
        foreach (EquivalenceRow row in report.Rows)
        {
            table.AddRow(
                Markup.Escape(row.Model),
                Markup.Escape(row.Form),
                Markup.Escape(row.Against),
                row.Dtype,
                Markup.Escape(row.Device),
                Figures.Scientific(row.Error),
                Figures.Scientific(row.Tolerance),
                row.Verdict == Verdict.Pass ? "[green]pass[/]" : "[red]FAIL[/]");
        }

        return table;
    }
}
