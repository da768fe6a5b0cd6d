using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Ssm.Perf.Golden;

/// <summary>What a golden file holds for one case: its flags and the names and shapes of its tensors.</summary>
/// <param name="flags">The sizes and flags of the case, a JSON object.</param>
internal sealed class GoldenCaseIndex(JsonElement flags)
{
    private readonly OrderedDictionary<string, GoldenTensor> _tensors = [];

    internal JsonElement Flags { get; } = flags;

    internal IReadOnlyList<GoldenTensor> Tensors => _tensors.Values;

    internal void Add(GoldenTensor tensor) => _tensors[tensor.Name] = tensor;

    internal bool TryFind(string name, [NotNullWhen(true)] out GoldenTensor? tensor) =>
        _tensors.TryGetValue(name, out tensor);

    /// <summary>The tensors of a kind, such as <c>out</c> or <c>grad</c>, in the order of the file.</summary>
    internal IEnumerable<GoldenTensor> OfKind(string kind) =>
        _tensors.Values.Where(t => t.Name.StartsWith($"{kind}.", StringComparison.Ordinal));

    /// <summary>A number among the flags; null where there is none of that name.</summary>
    internal double? Number(string flag) =>
        Flags.TryGetProperty(flag, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;
}
