using System.Text.Json;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Reports;

/// <summary>Two runs side by side, as JSON.</summary>
internal static class BenchCompareJson
{
    internal static void WriteMembers(
        Utf8JsonWriter json, IReadOnlyList<BenchDifference> differences, IReadOnlyList<string> warnings)
    {
        json.WriteStartArray("warnings");
        foreach (string warning in warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (BenchDifference difference in differences)
        {
            BenchFileRow row = difference.Either;
            json.WriteStartObject();
            json.WriteString("workload", row.Workload);
            json.WriteString("size", row.Size);
            json.WriteString("dtype", row.Dtype);
            json.WriteString("pass", row.Pass);
            json.WriteString("device", row.Device);
            json.WriteNumber("threads", row.Threads);
            json.WriteFinite("old_median_ms", difference.Old?.Sample.MedianMs ?? double.NaN);
            json.WriteFinite("new_median_ms", difference.New?.Sample.MedianMs ?? double.NaN);
            json.WriteFinite("ratio", difference.Ratio);
            json.WriteFinite("p", difference.P);
            json.WriteString("verdict", BenchCompareTable.Word(difference.Change));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
