using System.Globalization;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Reports;

/// <summary>The measurements as CSV (RFC 4180): one line for us and one for each rival of a case.</summary>
internal static class BenchCsv
{
    internal const string Header =
        "workload,size,dtype,pass,device,threads,contender,median_ms,p20_ms,p80_ms,rounds,runs,ratio,gb_per_s,"
        + "gflop_per_s,share_of_peak,bound,error,allocated_bytes";

    internal static void Write(Stream stream, BenchReport report)
    {
        using StreamWriter writer = new(stream, leaveOpen: true) { NewLine = "\r\n" };
        writer.WriteLine(Header);
        foreach (BenchRow row in report.Rows)
        {
            writer.WriteLine(Line(row, "Ssm", row.Sample, row.Runs, 1,
                [Number(row.ShareOfPeak), row.Bound, Number(row.Error), Number(row.AllocatedBytes)]));
            foreach (BenchRivalRow rival in row.Rivals)
            {
                writer.WriteLine(Line(row, rival.Name, rival.Sample, rival.Runs, row.Ratio(rival), ["", "", "", ""]));
            }
        }
    }

    private static string Line(
        BenchRow row, string contender, BenchSample sample, int runs, double ratio, IEnumerable<string> rest) =>
        string.Join(',', ((string[])
        [
            row.Request.Workload,
            row.Request.Size.Text,
            row.Request.Dtype,
            row.Request.Pass,
            row.Device,
            Number(row.Request.Threads),
            contender,
            Number(sample.MedianMs),
            Number(sample.P20Ms),
            Number(sample.P80Ms),
            Number(sample.RoundsMs.Count),
            Number(runs),
            Number(ratio),
            Number(row.Bytes / sample.MedianMs / 1e6),
            Number(row.Operations / sample.MedianMs / 1e6),
            .. rest,
        ]).Select(Quoted));

    // A number that is none is an empty field.
    private static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny("\",\r\n") < 0
            ? field
            : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
