using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>H3: two state spaces and two products between linear maps, in the form of linear attention.</summary>
/// <remarks>
/// <para>
/// q, k, v = linear maps of the input; k̃ = shift(k); y = W (q ⊙ inner(k̃ ⊙ v)). The published scaffold has a
/// <see cref="Models.ShiftSsm{T}"/> and a diagonal state space (<see cref="Models.S4D{T}"/>, bilinear) inside; any two
/// layers of the right widths fit. Fu, Dao, Saab, Thomas, Rudra and Ré, "Hungry Hungry Hippos", 2023,
/// arXiv:2212.14052, algorithm 1; HazyResearch/H3 <c>src/models/ssm/h3.py</c>.
/// </para>
/// <para>
/// With heads of d channels, H = H'·d, the product is the outer one of each head, and the inner layer, of H' channels,
/// runs d² times over: kv[d₁, d₂, h] = k̃[h, d₁] v[h, d₂], o[d₂, h] = Σ_d₁ q[h, d₁] inner(kv)[d₁, d₂, h]. The channels
/// of q, k and v count heads slowly and places in them fast; those of o the other way around, as published. The state
/// is that of the shift layer, then the d² of the inner one, d₂ fast.
/// </para>
/// </remarks>
public sealed class H3<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _channels;
    private readonly int _size;

    /// <summary>A scaffold with PyTorch's default weights.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="shift">The state space of the keys, from H channels to H.</param>
    /// <param name="inner">The state space of the products, from H/d channels to H/d.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="headSize">Channels of a head, d.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The heads do not divide the channels.</exception>
    public H3(
        int channels, SequenceLayer<T> shift, SequenceLayer<T> inner, RandomSource random, int headSize = 1,
        IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(shift);
        ArgumentNullException.ThrowIfNull(inner);
        if (headSize < 1 || channels % headSize != 0)
        {
            throw new ArgumentException(
                $"H3: 'headSize' is {headSize}, expected a divisor of the {channels} channels.", nameof(headSize));
        }

        (_channels, _size) = (channels, headSize);
        Query = AddPart("query", new Linear<T>(channels, channels, random, backend: backend));
        Key = AddPart("key", new Linear<T>(channels, channels, random, backend: backend));
        Value = AddPart("value", new Linear<T>(channels, channels, random, backend: backend));
        Shift = AddPart("shift", shift);
        Inner = AddPart("ssm", inner);
        Output = AddPart("output", new Linear<T>(channels, channels, random, backend: backend));
    }

    /// <summary>The map to q.</summary>
    public Linear<T> Query { get; }

    /// <summary>The map to k.</summary>
    public Linear<T> Key { get; }

    /// <summary>The map to v.</summary>
    public Linear<T> Value { get; }

    /// <summary>The state space of the keys.</summary>
    public SequenceLayer<T> Shift { get; }

    /// <summary>The state space of the products.</summary>
    public SequenceLayer<T> Inner { get; }

    /// <summary>The last map.</summary>
    public Linear<T> Output { get; }

    /// <inheritdoc/>
    public override bool IsCausal => Shift.IsCausal && Inner.IsCausal;

    /// <inheritdoc/>
    public override int StateSize => Shift.StateSize + (_size * _size * Inner.StateSize);

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, H)
    {
        RequireInput(nameof(H3<>), u, _channels);
        Variable<T> products = Products(u, Shift.Forward(Key.Forward(u), pass));
        return Read(u, Inner.Forward(products, pass));
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(H3<>), u, _channels);
        RequireState(nameof(H3<>), u, state);
        (int batch, int shifted, int pairs) = (u.Shape[0], Shift.StateSize, _size * _size);
        (Variable<T> keys, Variable<T> first) =
            Shift.Forward(Key.Forward(u), Op.Slice(state, 1, 0, shifted), pass);
        Variable<T> rest = Op.Slice(state, 1, shifted, pairs * Inner.StateSize);
        (Variable<T> y, Variable<T> second) = Inner.Forward(
            Products(u, keys), Op.Reshape(rest, [batch * pairs, Inner.StateSize]), pass);
        return (Read(u, y), Op.Concat(1, first, Op.Reshape(second, [batch, pairs * Inner.StateSize])));
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new H3Stepper(this);

    // (B·d₁·d₂, L, H').
    private Variable<T> Products(Variable<T> u, Variable<T> keys)
    {
        Variable<T> values = Value.Forward(u);
        if (_size == 1)
        {
            return keys * values;
        }

        (int batch, int length, int heads) = (u.Shape[0], u.Shape[1], _channels / _size);
        Variable<T> outer = Op.Reshape(keys, [batch, length, heads, _size, 1])
            * Op.Reshape(values, [batch, length, heads, 1, _size]);
        return Op.Reshape(Op.Permute(outer, 0, 3, 4, 1, 2), [batch * _size * _size, length, heads]);
    }

    private Variable<T> Read(Variable<T> u, Variable<T> y)
    {
        Variable<T> queries = Query.Forward(u);
        if (_size == 1)
        {
            return Output.Forward(queries * y);
        }

        (int batch, int length, int heads) = (u.Shape[0], u.Shape[1], _channels / _size);
        queries = Op.Permute(Op.Reshape(queries, [batch, length, heads, _size]), 0, 3, 1, 2);
        Variable<T> sum = Op.Sum(
            Op.Reshape(queries, [batch, _size, 1, length, heads])
                * Op.Reshape(y, [batch, _size, _size, length, heads]),
            axis: 1);                                                                           // (B, d₂, L, H')
        return Output.Forward(Op.Reshape(Op.Permute(sum, 0, 2, 1, 3), [batch, length, _channels]));
    }

    private sealed class H3Stepper(H3<T> layer) : Stepper<T>
    {
        private readonly int _size = layer._size;
        private readonly int _heads = layer._channels / layer._size;
        private readonly Stepper<T> _query = layer.Query.CreateStepper();
        private readonly Stepper<T> _key = layer.Key.CreateStepper();
        private readonly Stepper<T> _value = layer.Value.CreateStepper();
        private readonly Stepper<T> _shift = layer.Shift.CreateStepper();
        private readonly Stepper<T> _inner = layer.Inner.CreateStepper();
        private readonly Stepper<T> _output = layer.Output.CreateStepper();
        private readonly T[] _q = new T[layer._channels];
        private readonly T[] _k = new T[layer._channels];
        private readonly T[] _v = new T[layer._channels];
        private readonly T[] _o = new T[layer._channels];
        private readonly T[] _kv = new T[layer._channels / layer._size];

        public override int InputSize => _q.Length;

        public override int OutputSize => _q.Length;

        public override int StateSize => layer.StateSize;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            _query.StepCore(u, default, _q);
            _key.StepCore(u, default, _k);
            _value.StepCore(u, default, _v);
            _shift.StepCore(_k, state[.._shift.StateSize], _k);
            _o.AsSpan().Clear();
            int at = _shift.StateSize;
            for (int first = 0; first < _size; first++)
            {
                for (int second = 0; second < _size; second++, at += _inner.StateSize)
                {
                    for (int h = 0; h < _heads; h++)
                    {
                        _kv[h] = _k[(h * _size) + first] * _v[(h * _size) + second];
                    }

                    _inner.StepCore(_kv, state.Slice(at, _inner.StateSize), _kv);
                    for (int h = 0; h < _heads; h++)
                    {
                        _o[(second * _heads) + h] += _q[(h * _size) + first] * _kv[h];
                    }
                }
            }

            _output.StepCore(_o, default, y);
        }
    }
}
