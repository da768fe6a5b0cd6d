using System.Text.Json;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Reports;

/// <summary>The measurements as JSON.</summary>
internal static class BenchJson
{
    internal static void WriteMembers(Utf8JsonWriter json, BenchReport report)
    {
        json.WriteEnvironment(report.Environment);
        json.WriteStartObject("peak");
        json.WriteFinite("gb_per_s", report.MainPeak.GbPerS);
        json.WriteFinite("gflop_per_s", report.MainPeak.GflopPerS);
        json.WriteEndObject();
        json.WriteStartArray("peaks");
        foreach (MachinePeak peak in report.Peaks)
        {
            WritePeak(json, peak);
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (BenchRow row in report.Rows)
        {
            WriteRow(json, row);
        }

        json.WriteEndArray();
    }

    private static void WritePeak(Utf8JsonWriter json, MachinePeak peak)
    {
        json.WriteStartObject();
        json.WriteString("dtype", peak.Dtype);
        json.WriteNumber("threads", peak.Threads);
        json.WriteFinite("gflop_per_s", peak.GflopPerS);
        json.WriteStartArray("triad");
        foreach ((double bytes, double gbPerS) in peak.Triad)
        {
            json.WriteStartObject();
            json.WriteFinite("bytes", bytes);
            json.WriteFinite("gb_per_s", gbPerS);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, BenchRow row)
    {
        json.WriteStartObject();
        json.WriteString("workload", row.Request.Workload);
        json.WriteString("size", row.Request.Size.Text);
        json.WriteString("dtype", row.Request.Dtype);
        json.WriteString("pass", row.Request.Pass);
        json.WriteString("device", row.Device);
        json.WriteNumber("threads", row.Request.Threads);
        json.WriteNumber("seed", row.Request.Seed);
        WriteSample(json, row.Sample, row.Runs);
        json.WriteFinite("bytes", row.Bytes);
        json.WriteFinite("operations", row.Operations);
        json.WriteFinite("gb_per_s", row.GbPerS);
        json.WriteFinite("gflop_per_s", row.GflopPerS);
        json.WriteFinite("peak_gb_per_s", row.Peak.GbPerS);
        json.WriteFinite("peak_gflop_per_s", row.Peak.GflopPerS);
        json.WriteFinite("share_of_peak", row.ShareOfPeak);
        json.WriteString("bound", row.Bound);
        json.WriteFinite("error", row.Error);
        json.WriteFinite("allocated_bytes", row.AllocatedBytes);
        json.WriteStartArray("rivals");
        foreach (BenchRivalRow rival in row.Rivals)
        {
            json.WriteStartObject();
            json.WriteString("name", rival.Name);
            WriteSample(json, rival.Sample, rival.Runs);
            json.WriteFinite("ratio", row.Ratio(rival));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSample(Utf8JsonWriter json, BenchSample sample, int runs)
    {
        json.WriteFinite("median_ms", sample.MedianMs);
        json.WriteFinite("p20_ms", sample.P20Ms);
        json.WriteFinite("p80_ms", sample.P80Ms);
        json.WriteNumber("runs", runs);
        json.WriteStartArray("rounds_ms");
        foreach (double ms in sample.RoundsMs)
        {
            json.WriteNumberValue(ms);
        }

        json.WriteEndArray();
    }
}
