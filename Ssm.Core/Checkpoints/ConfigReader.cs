using System.Text.Json;

namespace Ssm.Core.Checkpoints;

/// <summary>Reads fields of a configuration in JSON, with errors that name the file, the field and what came.</summary>
/// <param name="path">The file.</param>
/// <param name="root">What it holds.</param>
internal sealed class ConfigReader(string path, JsonElement root)
{
    internal bool Has(string field) => Find(field) is not null;

    /// <summary>A whole number of 1 or more; where it is absent or null, the given one.</summary>
    internal int Int(string field, int? absent = null) => Find(field) is not { } value
        ? absent ?? throw Problem(field, "is missing")
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number > 0
            ? number
            : throw Problem(field, $"is {Shown(value)}, expected a whole number of 1 or more");

    /// <summary>A number of 0 or more; where it is absent or null, the given one.</summary>
    internal double Number(string field, double absent) => Find(field) is not { } value
        ? absent
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= 0
            ? number
            : throw Problem(field, $"is {Shown(value)}, expected a number of 0 or more");

    internal bool Bool(string field, bool absent) => Find(field) is not { } value
        ? absent
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Problem(field, $"is {Shown(value)}, expected true or false");

    internal string[] Strings(string field) => Find(field) is not { } value
        ? throw Problem(field, "is missing")
        : value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw Problem(field, $"is {Shown(value)}, expected a list of strings");

    /// <summary>Refuses a field that is there and not the one value that the model knows.</summary>
    internal void Require(string field, double only)
    {
        if (Number(field, only) != only)
        {
            throw Problem(field, $"is {Shown(Find(field)!.Value)}; models with another value than {only} are not " +
                "supported");
        }
    }

    internal CheckpointException Problem(string field, string problem) => new(path, $"field '{field}' {problem}.");

    private static string Shown(JsonElement value) => CheckpointException.Shorten(value.GetRawText());

    private JsonElement? Find(string field) =>
        root.ValueKind != JsonValueKind.Object
            ? throw new CheckpointException(path, $"holds {Shown(root)}, expected an object.")
            : root.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null
                ? value
                : null;
}
