using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>The selective scan as one would write it first: a loop over time, one over states.</summary>
internal static class SelectiveScalar
{
    /// <summary>One channel of one sequence, from the zero state.</summary>
    internal static void Channel<T>(
        SelectiveArrays<T> x, SelectiveScanShape shape, int batch, int channel, Span<T> state, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        state.Clear();
        for (int t = 0; t < shape.Length; t++)
        {
            int row = (batch * shape.Length) + t, at = (row * shape.Channels) + channel;
            y[at] = Step(x, row, channel, at, state);
        }
    }

    /// <summary>One step of one channel.</summary>
    internal static T Step<T>(SelectiveArrays<T> x, int row, int channel, int at, Span<T> state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T delta = VectorMath.Log1p(T.Exp(x.Delta[at] + x.Bias[channel])), drive = delta * x.U[at];
        ReadOnlySpan<T> a = x.A.AsSpan(channel * state.Length, state.Length);
        ReadOnlySpan<T> b = x.B.AsSpan(row * state.Length, state.Length);
        ReadOnlySpan<T> c = x.C.AsSpan(row * state.Length, state.Length);
        T sum = x.Skip[channel] * x.U[at];
        for (int n = 0; n < state.Length; n++)
        {
            state[n] = (T.Exp(delta * a[n]) * state[n]) + (drive * b[n]);
            sum += c[n] * state[n];
        }

        return sum * x.Gate[at] / (T.One + T.Exp(-x.Gate[at]));
    }
}
