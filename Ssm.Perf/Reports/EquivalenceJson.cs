using System.Text.Json;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Reports;

/// <summary>The equivalence table as JSON.</summary>
internal static class EquivalenceJson
{
    internal static void WriteMembers(Utf8JsonWriter json, EnvironmentStamp environment, EquivalenceReport report)
    {
        json.WriteNumber("passed", report.Passed);
        json.WriteNumber("failed", report.Failed);
        json.WriteNumber("unsupported", 0);
        json.WriteEnvironment(environment);
        json.WriteNumber("length", report.Length);
        json.WriteNumber("seed", report.Seed);
        json.WriteStartArray("conditions");
        foreach (EquivalenceGroup group in report.Groups)
        {
            json.WriteStartObject();
            json.WriteString("model", group.Model);
            json.WriteString("dtype", group.Dtype);
            json.WriteFinite("parameters", group.Facts.Parameters);
            json.WriteFinite("inputs", group.Facts.Inputs);
            json.WriteFinite("states", group.Facts.States);
            json.WriteNumber("terms", group.Facts.Terms);
            json.WriteBoolean("transforms", group.Facts.UsesTransforms);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (EquivalenceRow row in report.Rows)
        {
            json.WriteStartObject();
            json.WriteString("model", row.Model);
            json.WriteString("form", row.Form);
            json.WriteString("against", row.Against);
            json.WriteString("dtype", row.Dtype);
            json.WriteString("device", row.Device);
            json.WriteFinite("error", row.Error);
            json.WriteFinite("tolerance", row.Tolerance);
            json.WriteString("verdict", row.Verdict.ToString().ToLowerInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
