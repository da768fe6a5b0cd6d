using System.Numerics;
using System.Text.Json;

namespace Ssm.Core.Checkpoints;

/// <summary>One safetensors file, or several that an index names, as one list of tensors.</summary>
/// <remarks>
/// The index lies beside the file that would hold everything, as <c>model.safetensors.index.json</c>: an object whose
/// <c>weight_map</c> gives the file of each tensor. Only files of the same folder are opened.
/// </remarks>
internal sealed class SafetensorsSet
{
    private readonly Dictionary<string, SafetensorsFile> _files;

    private SafetensorsSet(string path, Dictionary<string, SafetensorsFile> files) =>
        (FilePath, _files) = (path, files);

    /// <summary>The file, or the index.</summary>
    internal string FilePath { get; }

    /// <summary>The names of all tensors.</summary>
    internal IReadOnlyCollection<string> Names => _files.Keys;

    internal SafetensorsEntry this[string name] => _files[name][name];

    /// <summary>Opens the file, or where there is none those that the index beside it names.</summary>
    /// <exception cref="CheckpointException">A file is damaged, or the index does not fit the files.</exception>
    internal static SafetensorsSet Open(string path)
    {
        string index = $"{path}.index.json";
        if (File.Exists(path) || !File.Exists(index))
        {
            SafetensorsFile file = SafetensorsFile.Open(path);
            return new SafetensorsSet(path, file.Entries.ToDictionary(entry => entry.Name, _ => file));
        }

        Dictionary<string, SafetensorsFile> opened = [];
        Dictionary<string, SafetensorsFile> files = [];
        foreach ((string name, string part) in ReadIndex(index))
        {
            if (!opened.TryGetValue(part, out SafetensorsFile? file))
            {
                file = SafetensorsFile.Open(Path.Combine(Path.GetDirectoryName(path) ?? "", part));
                opened.Add(part, file);
            }

            files.Add(name, file.Contains(name)
                ? file
                : throw new CheckpointException(index, name, $"is said to be in '{part}', which does not have it."));
        }

        return new SafetensorsSet(index, files);
    }

    internal bool Contains(string name) => _files.ContainsKey(name);

    internal T[] Read<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T> => _files[name].Read<T>(name);

    private static Dictionary<string, string> ReadIndex(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("weight_map", out JsonElement map)
                || map.ValueKind != JsonValueKind.Object)
            {
                throw new CheckpointException(path, "has no object 'weight_map', expected the file of each tensor.");
            }

            Dictionary<string, string> parts = [];
            foreach (JsonProperty entry in map.EnumerateObject())
            {
                string? part = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
                if (string.IsNullOrEmpty(part) || Path.GetFileName(part) != part)
                {
                    throw new CheckpointException(
                        path, entry.Name,
                        $"lies in {CheckpointException.Shorten(entry.Value.GetRawText())}, expected a file of the " +
                        "same folder.");
                }

                parts[entry.Name] = part;
            }

            return parts;
        }
        catch (JsonException exception)
        {
            throw new CheckpointException(path, $"is not JSON: {exception.Message}", exception);
        }
    }
}
