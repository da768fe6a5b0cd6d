using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Layers;

/// <summary>A part of a model: named parameters, named buffers, named parts of its own.</summary>
/// <remarks>
/// Parts register in their constructors what they hold, in a fixed order, so that a model's parameters have the same
/// names and order in every run: that order is the one of checkpoints and of the optimiser.
/// </remarks>
public abstract class Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<Parameter<T>> _parameters = [];
    private readonly List<KeyValuePair<string, NdArray<T>>> _buffers = [];
    private readonly List<KeyValuePair<string, Module<T>>> _parts = [];

    /// <summary>All trained arrays of this part and the parts inside it.</summary>
    public IEnumerable<Parameter<T>> Parameters => Walk("", static (module, path) =>
        module._parameters.Select(p => p with { Name = path + p.Name }));

    /// <summary>All arrays that are kept with the model but not trained, such as running statistics.</summary>
    public IEnumerable<KeyValuePair<string, NdArray<T>>> Buffers => Walk("", static (module, path) =>
        module._buffers.Select(b => KeyValuePair.Create(path + b.Key, b.Value)));

    /// <summary>The trained arrays as variables, for <see cref="Tape{T}.Watch(IEnumerable{Variable{T}})"/>.</summary>
    public IEnumerable<Variable<T>> Variables => Parameters.Select(p => p.Variable);

    /// <summary>The number of trained real numbers; a complex one counts as two.</summary>
    public long ParameterCount => Parameters.Sum(p => (long)p.Variable.Shape.Count * (p.Variable.IsComplex ? 2 : 1));

    /// <summary>Makes an array a trained parameter of this part.</summary>
    protected Variable<T> AddParameter(string name, NdArray<T> value, ParameterKind kind = ParameterKind.Weight)
    {
        Variable<T> variable = new(value);
        _parameters.Add(new Parameter<T>(name, variable, kind));
        return variable;
    }

    /// <summary>Makes a parameter of another part one of this part too: both train the same numbers.</summary>
    private protected Variable<T> AddParameter(
        string name, Variable<T> shared, ParameterKind kind = ParameterKind.Weight)
    {
        _parameters.Add(new Parameter<T>(name, shared, kind));
        return shared;
    }

    /// <summary>Makes an array part of what is saved, without training it.</summary>
    protected NdArray<T> AddBuffer(string name, NdArray<T> value)
    {
        _buffers.Add(KeyValuePair.Create(name, value));
        return value;
    }

    /// <summary>Makes another module a part of this one.</summary>
    protected TModule AddPart<TModule>(string name, TModule part)
        where TModule : Module<T>
    {
        ArgumentNullException.ThrowIfNull(part);
        _parts.Add(KeyValuePair.Create<string, Module<T>>(name, part));
        return part;
    }

    private IEnumerable<TItem> Walk<TItem>(string path, Func<Module<T>, string, IEnumerable<TItem>> items) =>
        items(this, path).Concat(_parts.SelectMany(part => part.Value.Walk($"{path}{part.Key}.", items)));
}
