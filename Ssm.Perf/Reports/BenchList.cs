using Spectre.Console;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Reports;

/// <summary>What can be measured, as a table on the terminal.</summary>
internal static class BenchList
{
    internal static Table Build(IReadOnlyList<IBenchSubject> workloads)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn("workload").NoWrap());
        table.AddColumns("what", "sizes", "passes", "types");
        foreach (IBenchSubject workload in workloads)
        {
            table.AddRow(
                Markup.Escape(workload.Name),
                Markup.Escape(workload.Summary),
                string.Join(", ", workload.Sizes),
                string.Join(", ", workload.Passes),
                string.Join(", ", workload.Dtypes));
        }

        return table;
    }
}
