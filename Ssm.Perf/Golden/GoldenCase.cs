using System.Numerics;
using System.Text.Json;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>One case of a golden file as an adapter sees it: leaves and flags to read, outputs to hand in.</summary>
/// <remarks>
/// Every shape is the file's, so that a file with other sizes works too. Asking for something that the file does not
/// have throws, which makes the case fail with that message.
/// </remarks>
internal sealed class GoldenCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly GoldenFile _file;
    private readonly GoldenCaseIndex _index;
    private readonly Tape<T> _tape;
    private readonly Dictionary<string, Variable<T>> _leaves = [];
    private readonly Dictionary<string, Variable<T>> _results = [];
    private readonly List<GoldenLoad<T>> _loads = [];

    internal GoldenCase(GoldenFile file, string id, Tape<T> tape, IBackend<T> backend)
    {
        (_file, Id, _tape, Backend) = (file, id, tape, backend);
        _index = file.Case(id);
    }

    internal string Id { get; }

    /// <summary>The device that computes the case.</summary>
    internal IBackend<T> Backend { get; }

    /// <summary>The directory of the golden file, for checkpoints that lie beside it.</summary>
    internal string Directory => Path.GetDirectoryName(Path.GetFullPath(_file.FilePath))!;

    /// <summary>The sizes and flags of the case, a JSON object.</summary>
    internal JsonElement Flags => _index.Flags;

    /// <summary>The outputs that the file expects, without the prefix <c>out.</c>; a complex pair is one.</summary>
    internal IReadOnlyList<string> OutputNames => [.. _index.OfKind("out").Select(t => t.Name["out.".Length..])];

    /// <summary>A data input, <c>in.name</c>: a recorded leaf, or a constant where it is of integers.</summary>
    internal Variable<T> In(string name) => Leaf($"in.{name}");

    /// <summary>A parameter, <c>p.name</c>: a recorded leaf.</summary>
    internal Variable<T> P(string name) => Leaf($"p.{name}");

    /// <summary>Whether the case has a tensor of this full name, such as <c>in.state</c>, real or complex.</summary>
    internal bool Has(string fullName) => _index.TryFind(fullName, out _);

    /// <summary>The shape of a tensor of the case, by its full name.</summary>
    internal Shape ShapeOf(string fullName) => Find(fullName).Shape;

    /// <summary>An input of integers or truth values, by its full name.</summary>
    internal Indices Integers(string fullName)
    {
        GoldenTensor tensor = Find(fullName);
        return new Indices([.. _file.ReadIntegers(Id, tensor).Select(i => checked((int)i))], tensor.Shape);
    }

    /// <summary>A stored result itself, by its full name: only where a result is free up to a choice of its own, as
    /// the phase of an eigenvector is.</summary>
    internal NdArray<T> Reference(string fullName) => Load(Find(fullName));

    /// <summary>Another case of the same file, for its inputs and parameters.</summary>
    internal GoldenCase<T> Sibling(string id) => new(_file, id, _tape, Backend);

    /// <summary>Gives a parameter of a model the value of an expression in this case's leaves.</summary>
    /// <remarks>
    /// Models keep parameters in shapes of their own. The parameter joins the record, and its gradient goes back to the
    /// leaves through the expression, which is therefore a function: it is computed here and once more for that.
    /// </remarks>
    internal void Load(Variable<T> parameter, Func<Variable<T>> value)
    {
        parameter.Value.Assign(value().Value);
        _loads.Add(new GoldenLoad<T>(_tape.Watch(parameter), value));
    }

    internal int Int(string flag) => Flag(flag, JsonValueKind.Number).GetInt32();

    internal double Number(string flag) => Flag(flag, JsonValueKind.Number).GetDouble();

    internal string Text(string flag) => Flag(flag, JsonValueKind.String).GetString()!;

    /// <summary>A truth value, or <paramref name="fallback"/> where the case does not give it.</summary>
    internal bool Bool(string flag, bool fallback = false) =>
        Flags.TryGetProperty(flag, out JsonElement value)
            ? value.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? value.GetBoolean()
                : throw new InvalidDataException($"flag '{flag}' is {value}, expected true or false")
            : fallback;

    /// <summary>Hands in an output. One that the file does not have is ignored.</summary>
    internal void Output(string name, Variable<T> value) => _results[$"out.{name}"] = OnDevice(value);

    /// <summary>Hands in a further result; unlike an output it may be left out.</summary>
    internal void Aux(string name, Variable<T> value) => _results[$"aux.{name}"] = value;

    /// <summary>What was handed in under a full name; null where nothing was.</summary>
    internal Variable<T>? Result(string fullName) => _results.GetValueOrDefault(fullName);

    /// <summary>The gradients with respect to the leaves that the adapter asked for, by their full names.</summary>
    /// <param name="gradients">Those of this case's record; null where the loss does not depend on it.</param>
    internal Dictionary<string, NdArray<T>> LeafGradients(Gradients<T>? gradients)
    {
        Gradients<T>? loaded = gradients is null ? null : ThroughLoads(gradients);
        Dictionary<string, NdArray<T>> sums = [];
        foreach ((string name, Variable<T> leaf) in _leaves)
        {
            NdArray<T>? direct = gradients?[leaf], through = loaded?[leaf];
            if ((direct ?? through) is { } one)
            {
                sums[name] = direct is null || through is null
                    ? one
                    : (new Variable<T>(direct) + new Variable<T>(through)).Value;
            }
        }

        return sums;
    }

    // With parameters p = f(leaves) and their gradients g, the leaves' share is the gradient of Σ Re ⟨g, f(leaves)⟩.
    private Gradients<T>? ThroughLoads(Gradients<T> gradients)
    {
        using Tape<T> tape = new();
        tape.Watch(_leaves.Values);
        Variable<T>? sum = null;
        foreach (GoldenLoad<T> load in _loads)
        {
            if (gradients[load.Parameter] is { } gradient)
            {
                Variable<T> term = Op.Sum(Op.Real(Op.Conjugate<T>(gradient) * load.Value()));
                sum = sum is null ? term : sum + term;
            }
        }

        return sum?.Tape is null ? null : tape.Backward(sum);
    }

    // What was computed on the host, as a stream's outputs are, meets its weights on the device.
    private Variable<T> OnDevice(Variable<T> value)
    {
        if (ReferenceEquals(value.Backend, Backend) || value.Tape is not null)
        {
            return value;
        }

        NdArray<T> host = value.Value;
        return host.IsComplex
            ? NdArray<T>.From(host.ToArray(), host.ImaginaryToArray(), host.Shape, Backend)
            : NdArray<T>.From(host.ToArray(), host.Shape, Backend);
    }

    private Variable<T> Leaf(string fullName)
    {
        if (!_leaves.TryGetValue(fullName, out Variable<T>? leaf))
        {
            GoldenTensor tensor = Find(fullName);
            leaf = new Variable<T>(Load(tensor));
            _leaves.Add(fullName, tensor.IsInteger ? leaf : _tape.Watch(leaf));
        }

        return leaf;
    }

    private NdArray<T> Load(GoldenTensor tensor)
    {
        (T[] re, T[]? im) = _file.Read<T>(Id, tensor);
        return im is null ? NdArray<T>.From(re, tensor.Shape, Backend) : NdArray<T>.From(re, im, tensor.Shape, Backend);
    }

    private GoldenTensor Find(string fullName) => _index.TryFind(fullName, out GoldenTensor? tensor)
        ? tensor
        : throw new InvalidDataException($"the case has no '{fullName}'");

    private JsonElement Flag(string flag, JsonValueKind kind) =>
        Flags.TryGetProperty(flag, out JsonElement value) && value.ValueKind == kind
            ? value
            : throw new InvalidDataException($"the case has no flag '{flag}' that is a {kind}");
}
