using System.Diagnostics;
using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One size of <see cref="MambaStepWorkload"/>: H channels of N states, a convolution of four taps.</summary>
/// <remarks>The error is that of the outputs after 32 steps from zero, all channels.</remarks>
internal sealed class MambaStepCase<T> : BenchCase
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Taps = 4;
    private const int CheckedSteps = 32;

    private readonly SelectiveScanShape _shape;
    private readonly SelectiveArrays<T> _arrays;
    private readonly T[] _x;
    private readonly T[] _weight;
    private readonly T[] _bias;
    private readonly T[] _previous;
    private readonly T[] _state;
    private readonly T[] _y;

    internal MambaStepCase(BenchRequest request)
    {
        _shape = new(1, 1, request.Size["H"], request.Size["N"]);
        RandomSource source = new(request.Seed);
        _arrays = new SelectiveArrays<T>(_shape, source);
        _x = SelectiveArrays<T>.Random(source, _shape.Channels, -1.0, 1.0);
        _weight = SelectiveArrays<T>.Random(source, Taps * _shape.Channels, -0.5, 0.5);
        _bias = SelectiveArrays<T>.Random(source, _shape.Channels, -0.5, 0.5);
        _previous = new T[(Taps - 1) * _shape.Channels];
        _state = new T[_shape.StateElements];
        _y = new T[_shape.Channels];
    }

    internal override double Bytes
    {
        get
        {
            // A, and the states twice; taps, the inputs before twice; B, C; and eight numbers a channel.
            double scan = (3.0 * _shape.RateElements) + (2.0 * _shape.States);
            double rows = Taps + (2.0 * (Taps - 1)) + 8.0;
            return System.Runtime.CompilerServices.Unsafe.SizeOf<T>() * (scan + (rows * _shape.Channels));
        }
    }

    // 12 multiply-add instructions a state, 9 of them the exponential, and the taps.
    internal override double Operations => (24.0 * _shape.RateElements) + (2.0 * Taps * _shape.Channels);

    internal override IEnumerable<BenchRival> Rivals => [new BenchRival("scalar", ScalarTime)];

    internal override void Run()
    {
        CausalConv1d.Step<T>(_x, _weight, _bias, _previous, _arrays.U);
        SelectiveScan.Step(_arrays.Operands, _state, _y, _shape);
    }

    internal override double Error()
    {
        _state.AsSpan().Clear();
        _previous.AsSpan().Clear();
        double[] state = new double[_state.Length];
        double worst = 0.0, size = double.Epsilon;
        for (int step = 0; step < CheckedSteps; step++)
        {
            Run();
            for (int channel = 0; channel < _shape.Channels; channel++)
            {
                double expected = Expected(channel, Math.Min(step + 1, Taps), state);
                worst = Math.Max(worst, Math.Abs(Wide(_y[channel]) - expected));
                size = Math.Max(size, Math.Abs(expected));
            }
        }

        return worst / size;
    }

    // The input is the same at every step: so many taps, the last ones, have seen it.
    private double Expected(int channel, int taps, double[] state)
    {
        double u = Wide(_bias[channel]);
        for (int j = Taps - taps; j < Taps; j++)
        {
            u += Wide(_weight[(j * _shape.Channels) + channel]) * Wide(_x[channel]);
        }

        double delta = VectorMath.Log1p(Math.Exp(Wide(_arrays.Delta[channel]) + Wide(_arrays.Bias[channel])));
        double sum = Wide(_arrays.Skip[channel]) * u, z = Wide(_arrays.Gate[channel]);
        for (int n = 0; n < _shape.States; n++)
        {
            int at = (channel * _shape.States) + n;
            state[at] = (Math.Exp(delta * Wide(_arrays.A[at])) * state[at]) + (delta * u * Wide(_arrays.B[n]));
            sum += Wide(_arrays.C[n]) * state[at];
        }

        return sum * z / (1.0 + Math.Exp(-z));
    }

    private double ScalarTime(int runs)
    {
        T[] state = new T[_state.Length], previous = new T[_previous.Length], y = new T[_y.Length];
        long start = Stopwatch.GetTimestamp();
        for (int run = 0; run < runs; run++)
        {
            for (int channel = 0; channel < _shape.Channels; channel++)
            {
                T u = _bias[channel];
                for (int j = 0; j < Taps; j++)
                {
                    T x = j == Taps - 1 ? _x[channel] : previous[(j * _shape.Channels) + channel];
                    u += _weight[(j * _shape.Channels) + channel] * x;
                }

                _arrays.U[channel] = u;
                Span<T> its = state.AsSpan(channel * _shape.States, _shape.States);
                y[channel] = SelectiveScalar.Step(_arrays, 0, channel, channel, its);
            }

            previous.AsSpan(_shape.Channels).CopyTo(previous);
            _x.CopyTo(previous.AsSpan(previous.Length - _x.Length));
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Wide(T x) => double.CreateTruncating(x);
}
