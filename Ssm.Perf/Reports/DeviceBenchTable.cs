using Spectre.Console;
using Ssm.Perf.Bench.Devices;

namespace Ssm.Perf.Reports;

/// <summary>The measurements of a device as a table on the terminal.</summary>
internal static class DeviceBenchTable
{
    internal static Table Build(DeviceReport report)
    {
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string heading in (string[])["workload", "size", "type", "pass"])
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        string[] numbers =
        [
            "compile", "up GB/s", "down GB/s", "on the device", "p20", "p80", "to ask", "G elements/s", "GB/s",
            "of copy", "GFLOP/s", "launches", "waits", "error",
        ];
        foreach (string heading in numbers)
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        foreach (DeviceRow row in report.Rows)
        {
            table.AddRow(
                Markup.Escape(row.Request.Workload),
                row.Request.Size.Text,
                row.Request.Dtype,
                row.Request.Pass,
                BenchFigures.Time(row.CompileMs),
                BenchFigures.Digits(row.UploadGbPerS),
                BenchFigures.Digits(row.DownloadGbPerS),
                $"[bold]{BenchFigures.Time(row.Sample.MedianMs)}[/]",
                BenchFigures.Time(row.Sample.P20Ms),
                BenchFigures.Time(row.Sample.P80Ms),
                BenchFigures.Time(row.HostMs),
                BenchFigures.Digits(row.GigaElementsPerS),
                BenchFigures.Digits(row.GbPerS),
                BenchFigures.Share(row.ShareOfCopy),
                BenchFigures.Digits(row.GflopPerS),
                BenchFigures.Digits(row.Launches),
                BenchFigures.Digits(row.Waits),
                BenchFigures.Error(row.Error));
        }

        return table;
    }
}
