using System.Numerics;
using Ssm.Core.Implementation;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>Local attention one step at a time: the step sees the ring and itself, then takes the oldest slot.
/// </summary>
internal sealed class LocalAttentionStepper<T> : Stepper<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Stepper<T> _queryMap;
    private readonly Stepper<T> _keyMap;
    private readonly Stepper<T> _valueMap;
    private readonly Stepper<T> _outputMap;
    private readonly RotaryEmbedding _rotary;
    private readonly int _window;
    private readonly int _heads;
    private readonly T[] _query;
    private readonly T[] _key;
    private readonly T[] _value;
    private readonly T[] _mixed;
    private readonly T[] _own;
    private readonly T[] _weights;
    private readonly T[] _one = new T[1];

    internal LocalAttentionStepper(LocalAttention<T> layer)
    {
        (_queryMap, _keyMap) = (layer.Query.CreateStepper(), layer.Key.CreateStepper());
        (_valueMap, _outputMap) = (layer.Value.CreateStepper(), layer.Output.CreateStepper());
        _rotary = layer.Rotary;
        (_window, _heads) = (layer.Options.Window, layer.Options.Heads);
        (_query, _mixed) = (new T[layer.Channels], new T[layer.Channels]);
        (_key, _value, _own) = (new T[_rotary.HeadSize], new T[_rotary.HeadSize], new T[_rotary.HeadSize]);
        _weights = new T[_heads * _window];
    }

    public override int InputSize => _query.Length;

    public override int OutputSize => _query.Length;

    public override int StateSize => (2 * _window * _rotary.HeadSize) + 1;

    protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
    {
        int head = _rotary.HeadSize, count = StepCount.Read(state[^1]), seen = Math.Min(count, _window);
        Span<T> keys = state[..(_window * head)], values = state.Slice(_window * head, _window * head);
        _queryMap.StepCore(u, default, _query);
        _keyMap.StepCore(u, default, _key);
        _valueMap.StepCore(u, default, _value);
        _rotary.Rotate<T>(_query, count);
        _rotary.Rotate<T>(_key, count);
        Elementwise.Unary(new Scale<T>(T.One / T.Sqrt(T.CreateChecked(head))), _query, _query.AsSpan());

        // While the ring is not full its first slots are the filled ones; then all are. Order does not matter.
        Span<T> weights = _weights.AsSpan(0, _heads * seen);
        MatMul.Multiply<T>(
            _query, keys[..(seen * head)], weights, new MatMulShape(_heads, seen, head, TransposeRight: true),
            accumulate: false, threads: 1);
        for (int h = 0; h < _heads; h++)
        {
            // Its own share first waits in the place of the result, which the product below then adds to.
            T own = Normalize(weights.Slice(h * seen, seen), _query.AsSpan(h * head, head));
            Elementwise.Unary(new Scale<T>(own), _value, _mixed.AsSpan(h * head, head));
        }

        MatMul.Multiply<T>(
            weights, values[..(seen * head)], _mixed, new MatMulShape(_heads, head, seen), accumulate: true,
            threads: 1);
        int slot = count % _window * head;
        _key.CopyTo(keys[slot..]);
        _value.CopyTo(values[slot..]);
        state[^1] = StepCount.Write<T>(count + 1, nameof(LocalAttention<>));
        _outputMap.StepCore(_mixed, default, y);
    }

    // Softmax over the scores of the ring and that of the step itself, whose weight is returned.
    private T Normalize(Span<T> scores, ReadOnlySpan<T> query)
    {
        Elementwise.Binary<T, Multiply<T>>(default, query, _key, _own);
        Reduce.Sum<T>(_own, _one, 1, _own.Length, 1, threads: 1);
        T own = _one[0];
        Reduce.Max<T>(scores, _one, 1, scores.Length, 1, threads: 1);
        T largest = T.Max(own, _one[0]);
        Elementwise.Unary(new AddConstant<T>(-largest), scores, scores);
        Elementwise.Unary<T, Exp<T>>(default, scores, scores);
        Reduce.Sum<T>(scores, _one, 1, scores.Length, 1, threads: 1);
        own = T.Exp(own - largest);
        T total = own + _one[0];
        Elementwise.Unary(new Scale<T>(T.One / total), scores, scores);
        return own / total;
    }
}
