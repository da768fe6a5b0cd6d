using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One Mamba block for one token: h += out(silu(z) ⊙ S6(silu(conv(x)))), x and z being in(norm(h)).</summary>
/// <remarks>
/// Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023, arXiv:2312.00752. A[n] = −(n +
/// 1), D = 1, no bias, a convolution whose four taps are 1/4, 1/2, 3/4 and 1.
/// </remarks>
internal sealed class DecodeLayer
{
    internal const int States = 16;
    internal const int Taps = 4;
    private const double Epsilon = 1e-5;

    // Channels in a piece of the selective step, and about how many operations an exponential is.
    private const int ChannelGrain = 64;
    private const int ExpWork = 20;

    private readonly DecodeMatrix _in;
    private readonly DecodeMatrix _x;
    private readonly DecodeMatrix _dt;
    private readonly DecodeMatrix _out;
    private readonly int _inner;
    private readonly int _rank;
    private readonly float[] _window;
    private readonly float[] _state;
    private readonly double[] _expectedWindow;
    private readonly double[] _expectedState;

    internal DecodeLayer(int width, string dtype, ulong seed)
    {
        _inner = 2 * width;
        _rank = (width + 15) / 16;
        _in = new DecodeMatrix(2 * _inner, width, dtype, seed);
        _x = new DecodeMatrix(_rank + (2 * States), _inner, dtype, seed + 1);
        _dt = new DecodeMatrix(_inner, _rank, dtype, seed + 2);
        _out = new DecodeMatrix(width, _inner, dtype, seed + 3);
        _window = new float[Taps * _inner];
        _state = new float[States * _inner];
        _expectedWindow = new double[_window.Length];
        _expectedState = new double[_state.Length];
    }

    internal double Weights => ((double)_in.Rows * _in.Columns) + ((double)_x.Rows * _x.Columns)
        + ((double)_dt.Rows * _dt.Columns) + ((double)_out.Rows * _out.Columns);

    internal double Bytes =>
        _in.Bytes + _x.Bytes + _dt.Bytes + _out.Bytes + (8.0 * (_state.Length + _window.Length));

    internal void Reset()
    {
        Array.Clear(_window);
        Array.Clear(_state);
        Array.Clear(_expectedWindow);
        Array.Clear(_expectedState);
    }

    internal void Step(Span<float> h, DecodeScratch scratch, int threads)
    {
        RmsNorm.Forward<float>(h, [], 0, (float)Epsilon, scratch.Normed, scratch.Inverse, h.Length);
        _in.Multiply(scratch.Normed, scratch.Both, threads);
        Span<float> x = scratch.Both.AsSpan(0, _inner), z = scratch.Both.AsSpan(_inner, _inner);
        _window.AsSpan(_inner).CopyTo(_window);
        x.CopyTo(_window.AsSpan((Taps - 1) * _inner));
        Convolve(x);
        Elementwise.Unary<float, Silu<float>>(default, x, x);
        _x.Multiply(x, scratch.Selected, threads);
        _dt.Multiply(scratch.Selected.AsSpan(0, _rank), scratch.Delta, threads);
        WorkSplit.Run(_inner, ChannelGrain, (long)_state.Length * ExpWork, threads, (this, scratch), SelectAndGate);
        _out.Multiply(x, scratch.Normed, threads);
        Elementwise.Binary<float, Add<float>>(default, h, scratch.Normed, h);
    }

    internal void Expected(double[] h)
    {
        double[] both = _in.Expected(Normed(h));
        double[] x = new double[_inner], gated = new double[_inner];
        Array.Copy(_expectedWindow, _inner, _expectedWindow, 0, (Taps - 1) * _inner);
        Array.Copy(both, 0, _expectedWindow, (Taps - 1) * _inner, _inner);
        for (int e = 0; e < _inner; e++)
        {
            for (int j = 0; j < Taps; j++)
            {
                x[e] += 0.25 * (j + 1) * _expectedWindow[(j * _inner) + e];
            }

            x[e] /= 1 + Math.Exp(-x[e]);
        }

        double[] selected = _x.Expected(x), delta = _dt.Expected(selected.AsSpan(0, _rank));
        for (int e = 0; e < _inner; e++)
        {
            double dt = Math.Log(1 + Math.Exp(delta[e])), y = x[e], z = both[_inner + e];
            for (int n = 0; n < States; n++)
            {
                ref double s = ref _expectedState[(n * _inner) + e];
                s = (Math.Exp(-(n + 1) * dt) * s) + (dt * selected[_rank + n] * x[e]);
                y += selected[_rank + States + n] * s;
            }

            gated[e] = y * z / (1 + Math.Exp(-z));
        }

        double[] output = _out.Expected(gated);
        for (int i = 0; i < h.Length; i++)
        {
            h[i] += output[i];
        }
    }

    internal static double[] Normed(double[] h)
    {
        double squares = 0;
        foreach (double x in h)
        {
            squares += x * x;
        }

        double[] y = new double[h.Length];
        for (int i = 0; i < h.Length; i++)
        {
            y[i] = h[i] / Math.Sqrt((squares / h.Length) + Epsilon);
        }

        return y;
    }

    private void Convolve(Span<float> x)
    {
        for (int e = 0; e < _inner; e += Vector<float>.Count)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int j = 0; j < Taps; j++)
            {
                sum += new Vector<float>(_window, (j * _inner) + e) * new Vector<float>(0.25f * (j + 1));
            }

            sum.CopyTo(x[e..]);
        }
    }

    private static void SelectAndGate((DecodeLayer Layer, DecodeScratch Scratch) work, int start, int end)
    {
        (DecodeLayer layer, DecodeScratch scratch) = work;
        Span<float> x = scratch.Both.AsSpan(start, end - start), delta = scratch.Delta.AsSpan(start, end - start);
        Span<float> z = scratch.Both.AsSpan(layer._inner + start, end - start);
        Elementwise.Unary<float, Softplus<float>>(default, delta, delta);
        layer.Select(start, x, delta, scratch.Selected.AsSpan(layer._rank));
        Elementwise.Unary<float, Silu<float>>(default, z, z);
        Elementwise.Binary<float, Multiply<float>>(default, x, z, x);
    }

    // x becomes y = C h + x with h = e^(Δ A) h + Δ B x: lanes across channels.
    private void Select(int first, Span<float> x, ReadOnlySpan<float> delta, ReadOnlySpan<float> selected)
    {
        for (int e = 0; e < x.Length; e += Vector<float>.Count)
        {
            Vector<float> u = new(x[e..]), dt = new(delta[e..]), y = u, input = dt * u;
            for (int n = 0; n < States; n++)
            {
                Span<float> state = _state.AsSpan((n * _inner) + first + e, Vector<float>.Count);
                Vector<float> s = (VectorMath.Exp(dt * new Vector<float>(-(n + 1f))) * new Vector<float>(state))
                    + (input * new Vector<float>(selected[n]));
                s.CopyTo(state);
                y += s * new Vector<float>(selected[States + n]);
            }

            y.CopyTo(x[e..]);
        }
    }
}
