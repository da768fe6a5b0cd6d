using Spectre.Console;

namespace Ssm.Perf.Reports;

/// <summary>The comparison as a table on the terminal; the best entry of a column is bold.</summary>
internal static class CompareTable
{
    internal static Table Build(IReadOnlyList<ModelResult> rows)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("model");
        foreach (CompareColumn column in CompareColumn.All)
        {
            table.AddColumn(new TableColumn(column.Heading).RightAligned());
        }

        foreach (ModelResult row in rows)
        {
            table.AddRow([
                Markup.Escape(row.Model),
                .. CompareColumn.All.Select(c => c.IsBest(row, rows) ? $"[bold]{c.Text(row)}[/]" : c.Text(row)),
            ]);
        }

        return table;
    }
}
