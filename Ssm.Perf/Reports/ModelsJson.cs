using System.Text.Json;
using Ssm.Core.Models;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Reports;

/// <summary>The models as JSON.</summary>
internal static class ModelsJson
{
    internal static void WriteMembers(Utf8JsonWriter json, EnvironmentStamp environment)
    {
        json.WriteEnvironment(environment);
        json.WriteStartArray("models");
        foreach (ModelCard card in ModelCards.All)
        {
            json.WriteStartObject();
            json.WriteString("id", card.Id);
            json.WriteString("name", card.Name);
            if (card.SurveyRow is { } row)
            {
                json.WriteNumber("survey_row", row);
            }

            json.WriteString("parametrization", card.Parametrization == TimeVariance.Invariant ? "LTI" : "LTV");
            WriteList(json, "discretization", card.Discretization);
            json.WriteString("structure", card.Structure == SystemStructure.Siso ? "SISO" : "MIMO");
            WriteList(json, "implementation", card.Implementation);
            WriteList(json, "scaffolding", card.Scaffolding);
            json.WriteString("paper", card.Paper);
            json.WriteString("arxiv", card.ArXiv);
            json.WriteString("reference", card.Reference);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteList<TItem>(Utf8JsonWriter json, string name, IReadOnlyList<TItem> items)
        where TItem : struct, Enum
    {
        json.WriteStartArray(name);
        foreach (TItem item in items)
        {
            json.WriteStringValue(item.ToString());
        }

        json.WriteEndArray();
    }
}
