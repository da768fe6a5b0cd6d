using System.Text.Json;

namespace Ssm.Core.Checkpoints;

/// <summary>The config.json beside a checkpoint: numbers and switches by name, each checked where it is read.</summary>
internal sealed class ConfigFile
{
    // The largest that is known has a few thousand bytes.
    private const long MostBytes = 1 << 20;

    // No size of a model is larger; products of some of them stay within 64 bits.
    private const int MostSize = 1 << 24;

    private readonly JsonElement _root;

    private ConfigFile(string path, JsonElement root) => (FilePath, _root) = (path, root);

    internal string FilePath { get; }

    /// <exception cref="CheckpointException">The file is not a JSON object.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    internal static ConfigFile Open(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > MostBytes)
        {
            throw new CheckpointException(path, $"has {length} bytes, expected {MostBytes} at most; is it a config?");
        }

        byte[] json = File.ReadAllBytes(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(WithoutInfinity(json));
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? new ConfigFile(path, root.Clone())
                : throw new CheckpointException(path, $"is a JSON {root.ValueKind}, expected an object.");
        }
        catch (JsonException exception)
        {
            throw new CheckpointException(path, $"is not JSON: {exception.Message}", exception);
        }
    }

    internal bool Has(string name) =>
        _root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>An object inside this one; an empty one where there is none.</summary>
    internal ConfigFile Object(string name)
    {
        if (!Has(name))
        {
            using JsonDocument empty = JsonDocument.Parse("{}");
            return new ConfigFile(FilePath, empty.RootElement.Clone());
        }

        return new ConfigFile(FilePath, Value(name, JsonValueKind.Object, "an object"));
    }

    /// <summary>A size, at least 1 and not absurd.</summary>
    internal int Size(string name, int? fallback = null, int most = MostSize)
    {
        if (fallback is { } otherwise && !Has(name))
        {
            return otherwise;
        }

        JsonElement value = Value(name, JsonValueKind.Number, "a whole number");
        return value.TryGetInt32(out int size) && size >= 1 && size <= most
            ? size
            : throw Wrong(name, value, $"a whole number from 1 to {most}");
    }

    internal double Number(string name, double fallback) => Has(name)
        ? Value(name, JsonValueKind.Number, "a number").GetDouble()
        : fallback;

    internal string Text(string name, string fallback) => Has(name)
        ? Value(name, JsonValueKind.String, "a text").GetString()!
        : fallback;

    internal bool Switch(string name, bool fallback)
    {
        if (!Has(name))
        {
            return fallback;
        }

        JsonElement value = _root.GetProperty(name);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(name, value, "true or false");
    }

    /// <summary>Two numbers.</summary>
    internal (double First, double Second) Pair(string name, double first, double second)
    {
        if (!Has(name))
        {
            return (first, second);
        }

        JsonElement value = Value(name, JsonValueKind.Array, "two numbers");
        return value.GetArrayLength() == 2 && value.EnumerateArray().All(x => x.ValueKind == JsonValueKind.Number)
            ? (value[0].GetDouble(), value[1].GetDouble())
            : throw Wrong(name, value, "two numbers");
    }

    /// <summary>A list of texts.</summary>
    internal string[] Texts(string name)
    {
        JsonElement value = Value(name, JsonValueKind.Array, "a list of texts");
        return value.EnumerateArray().All(x => x.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(x => x.GetString()!)]
            : throw Wrong(name, value, "a list of texts");
    }

    /// <summary>Whether something is text rather than a number, as a size that is to be worked out.</summary>
    internal bool IsText(string name) =>
        _root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String;

    /// <summary>Whether a list has entries.</summary>
    internal bool HasEntries(string name) =>
        Has(name) && Value(name, JsonValueKind.Array, "a list").GetArrayLength() > 0;

    internal CheckpointException Unsupported(string name, string expected) =>
        Wrong(name, _root.TryGetProperty(name, out JsonElement value) ? value : default, expected);

    private JsonElement Value(string name, JsonValueKind kind, string expected) =>
        !_root.TryGetProperty(name, out JsonElement value)
            ? throw new CheckpointException(FilePath, $"has no '{name}', expected {expected}.")
            : value.ValueKind == kind ? value : throw Wrong(name, value, expected);

    private CheckpointException Wrong(string name, JsonElement value, string expected)
    {
        string found = value.ValueKind == JsonValueKind.Undefined
            ? "missing"
            : CheckpointException.Shorten(value.GetRawText());
        return new CheckpointException(FilePath, $"'{name}' is {found}, expected {expected}.");
    }

    // Python writes Infinity, which is no JSON. A number that is too large reads as the same.
    private static byte[] WithoutInfinity(byte[] json)
    {
        ReadOnlySpan<byte> word = "Infinity"u8, number = "1e999   "u8;
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] == (byte)'"')
            {
                // To the end of the text; what follows a backslash does not end it.
                for (i++; i < json.Length && json[i] != (byte)'"'; i++)
                {
                    i += json[i] == (byte)'\\' ? 1 : 0;
                }
            }
            else if (json.AsSpan(i).StartsWith(word))
            {
                number.CopyTo(json.AsSpan(i));
            }
        }

        return json;
    }
}
