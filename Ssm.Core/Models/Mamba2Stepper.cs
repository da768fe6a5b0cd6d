using System.Numerics;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>Mamba-2 one step at a time: S ← e^(ΔA) S + Δ x Bᵀ, y = S C + D x for each head.</summary>
internal sealed class Mamba2Stepper<T> : Stepper<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Stepper<T> _input;
    private readonly Stepper<T> _convolution;
    private readonly Stepper<T>? _norm;
    private readonly Stepper<T> _output;
    private readonly Mamba2Options _options;
    private readonly int _channels;
    private readonly T[] _dtBias;
    private readonly T[] _rates;
    private readonly T[] _d;
    private readonly T[] _start;
    private readonly T[] _projected;
    private readonly T[] _delta;
    private readonly T[] _scanned;
    private readonly T[] _gated;

    internal Mamba2Stepper(Mamba2<T> layer)
    {
        _options = layer.Options;
        _channels = layer.InnerChannels;
        _input = layer.Input.CreateStepper();
        _convolution = layer.Convolution.CreateStepper();
        _norm = layer.Normalization?.CreateStepper();
        _output = layer.Output.CreateStepper();
        _dtBias = layer.DtBias.Value.ToArray();
        _rates = Array.ConvertAll(layer.ALog.Value.ToArray(), a => -T.Exp(a));
        _d = layer.D.Value.ToArray();
        _start = layer.Start?.Value.ToArray() ?? [];
        _projected = new T[_input.OutputSize];
        _delta = new T[layer.Heads];
        _scanned = new T[2 * _channels];
        _gated = new T[_output.InputSize];
        StateSize = layer.StateSize;
    }

    public override int InputSize => _input.InputSize;

    public override int OutputSize => _output.OutputSize;

    public override int StateSize { get; }

    protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
    {
        _input.StepCore(u, default, _projected);
        int mlp = _options.MlpChannels, mixed = _convolution.InputSize;
        Span<T> mlpGate = _projected.AsSpan(0, mlp), mlpInput = _projected.AsSpan(mlp, mlp);
        Span<T> z = _projected.AsSpan(2 * mlp, _channels), row = _projected.AsSpan((2 * mlp) + _channels, mixed);
        Steps(_projected.AsSpan((2 * mlp) + _channels + mixed));
        _convolution.StepCore(row, state[.._convolution.StateSize], row);
        Elementwise.Unary<T, Silu<T>>(default, row, row);
        Heads(row, state[_convolution.StateSize..]);

        // The norm takes y, then z, and writes behind what the gated unit gives.
        z.CopyTo(_scanned.AsSpan(_channels));
        Span<T> normed = _gated.AsSpan(mlp);
        if (_norm is null)
        {
            Gate(z, _scanned.AsSpan(0, _channels), normed);
        }
        else
        {
            _norm.StepCore(_scanned, default, normed);
        }

        Gate(mlpGate, mlpInput, _gated.AsSpan(0, mlp));
        _output.StepCore(_gated, default, y);
    }

    private void Steps(ReadOnlySpan<T> step)
    {
        Elementwise.Binary<T, Add<T>>(default, step, _dtBias, _delta);
        Elementwise.Unary<T, Softplus<T>>(default, _delta, _delta);
        T lowest = T.CreateSaturating(_options.DtLowest), highest = T.CreateSaturating(_options.DtHighest);
        foreach (ref T delta in _delta.AsSpan())
        {
            delta = T.Clamp(delta, lowest, highest);
        }
    }

    private void Heads(ReadOnlySpan<T> row, Span<T> states)
    {
        int width = _options.HeadChannels, size = _options.StateSize, weights = _options.Groups * size;
        int group = _delta.Length / _options.Groups;
        for (int head = 0; head < _delta.Length; head++)
        {
            T decay = T.Exp(_delta[head] * _rates[head]);
            ReadOnlySpan<T> b = row.Slice(_channels + (head / group * size), size);
            ReadOnlySpan<T> c = row.Slice(_channels + weights + (head / group * size), size);
            for (int channel = head * width; channel < (head + 1) * width; channel++)
            {
                T x = row[channel];
                Span<T> state = states.Slice(channel * size, size);
                ReadOnlySpan<T> start = _start.Length == 0 ? default : _start.AsSpan(channel * size, size);
                T sum = Move(state, start, b, c, decay, _delta[head] * x);
                _scanned[channel] = sum + (_d[_d.Length == _delta.Length ? head : channel] * x);
            }
        }
    }

    // One channel's states, and their sum weighted by C. A trained start is what a state is kept as the distance from.
    private static T Move(
        Span<T> state, ReadOnlySpan<T> start, ReadOnlySpan<T> b, ReadOnlySpan<T> c, T decay, T input)
    {
        int lanes = Vector<T>.Count, n = 0;
        Vector<T> decays = new(decay), inputs = new(input), sums = default;
        for (; n <= state.Length - lanes; n += lanes)
        {
            Vector<T> from = start.IsEmpty ? default : new(start[n..]);
            Vector<T> next = ((new Vector<T>(state[n..]) + from) * decays) + (inputs * new Vector<T>(b[n..]));
            sums += next * new Vector<T>(c[n..]);
            (next - from).CopyTo(state[n..]);
        }

        T sum = Vector.Sum(sums);
        for (; n < state.Length; n++)
        {
            T from = start.IsEmpty ? T.Zero : start[n];
            T next = ((state[n] + from) * decay) + (input * b[n]);
            sum += next * c[n];
            state[n] = next - from;
        }

        return sum;
    }

    // silu(z) ⊙ x; z is overwritten.
    private static void Gate(Span<T> z, ReadOnlySpan<T> x, Span<T> y)
    {
        Elementwise.Unary<T, Silu<T>>(default, z, z);
        Elementwise.Binary<T, Multiply<T>>(default, z, x, y);
    }
}
