using System.Text.Json;
using Ssm.Perf.Bench.Devices;

namespace Ssm.Perf.Reports;

/// <summary>The measurements of a device as JSON.</summary>
internal static class DeviceBenchJson
{
    internal static void WriteMembers(Utf8JsonWriter json, DeviceReport report)
    {
        json.WriteEnvironment(report.Environment);
        json.WriteStartObject("peak");
        json.WriteString("device", report.Device);
        json.WriteString("product", report.Product);
        json.WriteFinite("gb_per_s", report.CopyGbPerS);
        json.WriteEndObject();
        json.WriteStartArray("rows");
        foreach (DeviceRow row in report.Rows)
        {
            Write(json, row, report.Device);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, DeviceRow row, string device)
    {
        json.WriteStartObject();
        json.WriteString("workload", row.Request.Workload);
        json.WriteString("size", row.Request.Size.Text);
        json.WriteString("dtype", row.Request.Dtype);
        json.WriteString("pass", row.Request.Pass);
        json.WriteString("device", device);
        json.WriteNumber("seed", row.Request.Seed);
        json.WriteFinite("compile_ms", row.CompileMs);
        json.WriteFinite("upload_gb_per_s", row.UploadGbPerS);
        json.WriteFinite("download_gb_per_s", row.DownloadGbPerS);
        json.WriteFinite("median_ms", row.Sample.MedianMs);
        json.WriteFinite("p20_ms", row.Sample.P20Ms);
        json.WriteFinite("p80_ms", row.Sample.P80Ms);
        json.WriteFinite("host_ms", row.HostMs);
        json.WriteNumber("runs", row.Runs);
        json.WriteStartArray("rounds_ms");
        foreach (double ms in row.Sample.RoundsMs)
        {
            json.WriteNumberValue(ms);
        }

        json.WriteEndArray();
        json.WriteFinite("bytes", row.Job.Bytes);
        json.WriteFinite("operations", row.Job.Operations);
        json.WriteFinite("elements", row.Job.Elements);
        json.WriteFinite("gb_per_s", row.GbPerS);
        json.WriteFinite("gflop_per_s", row.GflopPerS);
        json.WriteFinite("giga_elements_per_s", row.GigaElementsPerS);
        json.WriteFinite("share_of_peak", row.ShareOfCopy);
        json.WriteFinite("launches", row.Launches);
        json.WriteFinite("waits", row.Waits);
        json.WriteFinite("error", row.Error);
        json.WriteEndObject();
    }
}
