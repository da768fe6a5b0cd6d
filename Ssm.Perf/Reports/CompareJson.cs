using System.Numerics;
using System.Text.Json;

namespace Ssm.Perf.Reports;

/// <summary>The comparison as JSON.</summary>
internal static class CompareJson
{
    internal static void WriteMembers(Utf8JsonWriter json, CompareReport report)
    {
        json.WriteEnvironment(report.Environment);
        json.WriteStartArray("rows");
        foreach (ModelResult row in report.Rows)
        {
            json.WriteStartObject();
            json.WriteString("model", row.Model);
            json.WriteString("task", row.Task);
            json.WriteNumber("seed", row.Seed);
            json.WriteFinite("accuracy", row.Accuracy);
            json.WriteNumber("parameters", row.Parameters);
            json.WriteFinite("samples_per_second", row.SamplesPerSecond);
            json.WriteFinite("step_microseconds", row.StepMicroseconds);
            json.WriteNumber("peak_bytes", row.PeakBytes);
            json.WriteFinite("seconds", row.Seconds);
            json.WriteString("weights_sha256", row.WeightsSha256);
            json.WriteEpochs("epochs", row.EpochCurve);
            WritePoles(json, "poles_before", row.PolesBefore);
            WritePoles(json, "poles_after", row.PolesAfter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // [[re, im], …], without the poles of a model that has diverged.
    private static void WritePoles(Utf8JsonWriter json, string name, IReadOnlyList<Complex> poles)
    {
        json.WriteStartArray(name);
        foreach (Complex pole in poles.Where(Complex.IsFinite))
        {
            json.WriteStartArray();
            json.WriteNumberValue(pole.Real);
            json.WriteNumberValue(pole.Imaginary);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
