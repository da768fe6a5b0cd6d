using System.Numerics;
using System.Text.Json;
using Ssm.Autodiff;
using Ssm.Core.Checkpoints;

namespace Ssm.Perf.Golden;

/// <summary>A file of golden cases: inputs, parameters, outputs and gradients that somebody else computed.</summary>
/// <remarks>
/// A safetensors file whose tensors are called <c>case/kind.name</c>. The metadata holds <c>cases</c>, a JSON list of
/// case names, <c>model</c>, and for each case <c>case:name</c>, a JSON object of sizes and flags. Opening it checks
/// all names and shapes; numbers are read when they are asked for.
/// </remarks>
internal sealed class GoldenFile
{
    private readonly SafetensorsFile _file;
    private readonly Dictionary<string, GoldenCaseIndex> _cases = [];

    private GoldenFile(SafetensorsFile file, IReadOnlyList<string> cases)
    {
        _file = file;
        Cases = cases;
        foreach (string id in cases)
        {
            if (!_cases.TryAdd(id, new GoldenCaseIndex(ReadFlags(id))))
            {
                throw Damaged($"case '{id}' is listed twice in the metadata");
            }
        }
    }

    internal string FilePath => _file.FilePath;

    /// <summary>The name that its adapter is found by: the file's name without the extension.</summary>
    internal string Stem => Path.GetFileNameWithoutExtension(FilePath);

    /// <summary>What the file says it is about; empty where it does not.</summary>
    internal string Model => _file.Metadata.GetValueOrDefault("model", "");

    /// <summary>The cases in the order of the file.</summary>
    internal IReadOnlyList<string> Cases { get; }

    /// <exception cref="IOException">The file cannot be read, or is no safetensors file.</exception>
    /// <exception cref="InvalidDataException">It is one, but not of golden cases.</exception>
    internal static GoldenFile Open(string path)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        GoldenFile golden = new(file, ReadCases(file));
        foreach (SafetensorsEntry entry in file.Entries)
        {
            golden.Index(entry);
        }

        return golden;
    }

    internal GoldenCaseIndex Case(string id) => _cases.TryGetValue(id, out GoldenCaseIndex? index)
        ? index
        : throw Damaged($"there is no case '{id}'");

    /// <summary>The numbers of a tensor; the second array is null where it is real.</summary>
    internal (T[] Re, T[]? Im) Read<T>(string id, GoldenTensor tensor)
        where T : unmanaged, IFloatingPointIeee754<T> => tensor.IsComplex
            ? (_file.Read<T>($"{id}/{tensor.Name}.re"), _file.Read<T>($"{id}/{tensor.Name}.im"))
            : (_file.Read<T>($"{id}/{tensor.Name}"), null);

    internal long[] ReadIntegers(string id, GoldenTensor tensor) => _file.ReadInt64($"{id}/{tensor.Name}");

    private static string[] ReadCases(SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue("cases", out string? json))
        {
            throw Damaged(file, "its metadata has no list of cases ('cases'), expected a golden file");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(e => e.GetString() ?? "")];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Damaged(file, "'cases' in its metadata is not a JSON list of names");
        }
    }

    private JsonElement ReadFlags(string id)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(_file.Metadata.GetValueOrDefault($"case:{id}", "{}"));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw Damaged($"'case:{id}' in its metadata is {document.RootElement.ValueKind}, expected an object");
        }
        catch (JsonException)
        {
            throw Damaged($"'case:{id}' in its metadata is not JSON");
        }
    }

    private void Index(SafetensorsEntry entry)
    {
        int slash = entry.Name.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !_cases.TryGetValue(entry.Name[..slash], out GoldenCaseIndex? index))
        {
            throw Damaged($"tensor '{entry.Name}' belongs to no case of the list, expected 'case/kind.name'");
        }

        string name = entry.Name[(slash + 1)..];
        Shape shape = new(entry.Shape.AsSpan());
        if (name.EndsWith(".re", StringComparison.Ordinal) && Partner(entry, ".im") is { } imaginary)
        {
            if (!imaginary.Shape.SequenceEqual(entry.Shape))
            {
                throw Damaged($"'{entry.Name}' is {entry}, its imaginary part is {imaginary}, expected one shape");
            }

            index.Add(new GoldenTensor(name[..^3], shape, IsComplex: true, IsInteger: false));
        }
        else if (!name.EndsWith(".im", StringComparison.Ordinal) || Partner(entry, ".re") is null)
        {
            index.Add(new GoldenTensor(name, shape, IsComplex: false, IsInteger: !IsFloating(entry.Type)));
        }
    }

    private SafetensorsEntry? Partner(SafetensorsEntry entry, string suffix)
    {
        string name = $"{entry.Name[..^3]}{suffix}";
        return _file.Contains(name) ? _file[name] : null;
    }

    private static bool IsFloating(SafetensorsType type) => type is SafetensorsType.Float64
        or SafetensorsType.Float32 or SafetensorsType.Float16 or SafetensorsType.BFloat16;

    private InvalidDataException Damaged(string problem) => Damaged(_file, problem);

    private static InvalidDataException Damaged(SafetensorsFile file, string problem) =>
        new($"Golden file '{file.FilePath}': {problem}.");
}
