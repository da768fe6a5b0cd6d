using System.Text.Json;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Reports;

/// <summary>A verification as JSON.</summary>
internal static class VerifyJson
{
    internal static void WriteMembers(Utf8JsonWriter json, EnvironmentStamp environment, VerifyReport report)
    {
        json.WriteNumber("passed", report.Passed);
        json.WriteNumber("failed", report.Failed);
        json.WriteNumber("unsupported", report.Unsupported);
        json.WriteEnvironment(environment);
        json.WriteStartArray("rows");
        foreach (VerifyRow row in report.Rows)
        {
            json.WriteStartObject();
            json.WriteString("file", row.File);
            json.WriteString("case", row.Case);
            json.WriteString("dtype", row.Dtype);
            json.WriteString("device", row.Device);
            json.WriteString("worst_tensor", row.WorstTensor);
            json.WriteFinite("error", row.Error);
            json.WriteFinite("tolerance", row.Tolerance);
            json.WriteString("verdict", row.Verdict.ToString().ToLowerInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
