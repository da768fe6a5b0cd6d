using System.Text.Json;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Reports;

/// <summary>One training run as JSON.</summary>
internal static class TrainJson
{
    internal static void WriteMembers(Utf8JsonWriter json, EnvironmentStamp environment, TrainResult result)
    {
        json.WriteEnvironment(environment);
        json.WritePropertyName("recipe");
        result.Recipe.WriteTo(json);
        json.WriteEpochs("epochs", result.Epochs);
        json.WriteStartObject("best");
        json.WriteEpochMembers(result.Best);
        json.WriteEndObject();
        json.WriteString("weights_sha256", result.WeightsSha256);
    }
}
