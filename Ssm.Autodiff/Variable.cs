namespace Ssm.Autodiff;

/// <summary>
/// An array that remembers how it was made: a value, and the tape that recorded the op that produced it.
/// </summary>
/// <remarks>
/// Without a tape it is just a value, and ops on it record nothing. A leaf (a parameter, an input) joins a tape by
/// <see cref="Tape{T}.Watch(Variable{T})"/>; everything computed from it is then recorded.
/// </remarks>
public sealed partial class Variable<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly NdArray<T> _value;
    private Tape<T>? _tape;

    /// <summary>A leaf that no tape watches yet.</summary>
    public Variable(NdArray<T> value)
        : this(value, tape: null)
    {
    }

    internal Variable(NdArray<T> value, Tape<T>? tape)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
        _tape = tape;
    }

    /// <summary>The value. It is the caller's from here on: no <see cref="TapeMemory{T}"/> takes it back.</summary>
    /// <exception cref="InvalidOperationException">The memory went back to the <see cref="TapeMemory{T}"/> when the
    /// pass was over.</exception>
    public NdArray<T> Value
    {
        get
        {
            TapeMemory<T>.Keep(Array);
            return _value;
        }
    }

    /// <summary>The tape that records what is done with this variable; null where nothing does.</summary>
    public Tape<T>? Tape
    {
        get => _tape is { IsPaused: false } ? _tape : null;
        internal set => _tape = value;
    }

    /// <summary>The value's shape.</summary>
    public Shape Shape => _value.Shape;

    /// <summary>Whether the value is complex.</summary>
    public bool IsComplex => _value.IsComplex;

    /// <summary>The device that holds the value.</summary>
    public IBackend<T> Backend => _value.Backend;

    /// <summary>The value for an op to read, which does not keep it.</summary>
    internal NdArray<T> Array
    {
        get
        {
            _value.RequireAlive();
            return _value;
        }
    }

    /// <summary>The same value with no tape: gradients stop here.</summary>
    public Variable<T> Detach() => new(Value, tape: null);

    /// <summary>A leaf that holds the value.</summary>
    public static implicit operator Variable<T>(NdArray<T> value) => new(value);

    /// <summary>Element type, shape, and whether it is recorded.</summary>
    public override string ToString() =>
        $"{(IsComplex ? "complex " : "")}{typeof(T).Name}{Shape}{(Tape is null ? "" : ", recorded")}";
}
