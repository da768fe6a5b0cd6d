using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The short depthwise causal convolution y[t] = bias + Σ_j w[j] x[t − (K−1) + j] and its adjoint.</summary>
/// <remarks>
/// A thread walks some steps of one channel with the last K inputs in registers, its neighbours are the channels
/// beside it. So every input is read once, but for the K − 1 before a piece: 8 bytes an element in float, 12 for the
/// adjoint.
/// </remarks>
internal static class Conv1dKernels
{
    internal static void Forward<T, TTaps>(Conv1dOperands<T> operands, ArrayView<T> y, Conv1dPieces sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTaps : struct, ITaps
    {
        for (int i = GridStride.Start; i < sizes.Items; i += GridStride.Step)
        {
            int channel = i % sizes.Channels, piece = i / sizes.Channels;
            int batch = piece / sizes.Pieces, first = (piece % sizes.Pieces) * sizes.Steps;
            int end = first + sizes.Steps < sizes.Length ? first + sizes.Steps : sizes.Length;
            T bias = operands.Bias.IntLength > 0 ? operands.Bias[channel] : T.Zero;
            TapWindow<T> w = TapWindow<T>.Weights<TTaps>(operands, sizes, channel);
            TapWindow<T> x = TapWindow<T>.Before<TTaps>(operands, sizes, batch, first, channel);
            int at = (((batch * sizes.Length) + first) * sizes.Channels) + channel;
            for (int t = first; t < end; t++, at += sizes.Channels)
            {
                x = x.Next(operands.X[at]);
                y[at] = TapWindow<T>.Sum<TTaps>(bias, w, x);
            }
        }
    }

    /// <summary>dx[s] = Σ_j w[j] dy[s + K−1−j], and one row of partial sums for dw and dbias a piece.</summary>
    internal static void Adjoint<T, TTaps>(
        Conv1dOperands<T> operands, ArrayView<T> dy, ArrayView<T> dx, ArrayView<T> parts, Conv1dPieces sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTaps : struct, ITaps
    {
        for (int i = GridStride.Start; i < sizes.Items; i += GridStride.Step)
        {
            int channel = i % sizes.Channels, piece = i / sizes.Channels;
            int batch = piece / sizes.Pieces, first = (piece % sizes.Pieces) * sizes.Steps;
            int end = first + sizes.Steps < sizes.Length ? first + sizes.Steps : sizes.Length;
            int at = (((batch * sizes.Length) + first) * sizes.Channels) + channel;
            if (dx.IntLength > 0)
            {
                InputGradient<T, TTaps>(operands, dy, dx, sizes, channel, first, end, at);
            }

            if (parts.IntLength > 0)
            {
                TapWindow<T> x = TapWindow<T>.Before<TTaps>(operands, sizes, batch, first, channel), sums = default;
                T bias = T.Zero;
                for (int t = first; t < end; t++, at += sizes.Channels)
                {
                    T g = dy[at];
                    x = x.Next(operands.X[at]);
                    bias += g;
                    sums = TapWindow<T>.AddProducts<TTaps>(sums, g, x);
                }

                sums.Store<TTaps>(parts, (piece * (TTaps.Count + 1) * sizes.Channels) + channel, sizes.Channels);
                parts[(((piece * (TTaps.Count + 1)) + TTaps.Count) * sizes.Channels) + channel] = bias;
            }
        }
    }

    /// <summary>The gradient of the inputs before the first: (B, K − 1, H), one thread an element.</summary>
    internal static void PreviousGradient<T>(
        Conv1dOperands<T> operands, ArrayView<T> dy, ArrayView<T> dprevious, Conv1dPieces sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int before = sizes.Taps - 1;
        for (int i = GridStride.Start; i < sizes.Batch * before * sizes.Channels; i += GridStride.Step)
        {
            int channel = i % sizes.Channels, row = i / sizes.Channels;
            int batch = row / before, s = (row % before) - before;
            int end = s + sizes.Taps < sizes.Length ? s + sizes.Taps : sizes.Length;
            T sum = T.Zero;
            for (int t = 0; t < end; t++)
            {
                T g = dy[(((batch * sizes.Length) + t) * sizes.Channels) + channel];
                sum += operands.Tap(sizes, t - s, channel) * g;
            }

            dprevious[i] = sum;
        }
    }

    // From the last step to the first the gradient is a causal convolution itself.
    private static void InputGradient<T, TTaps>(
        in Conv1dOperands<T> operands, ArrayView<T> dy, ArrayView<T> dx, in Conv1dPieces sizes, int channel, int first,
        int end, int at)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTaps : struct, ITaps
    {
        TapWindow<T> w = TapWindow<T>.Weights<TTaps>(operands, sizes, channel), g = default;
        int later = end + TTaps.Count - 2 < sizes.Length - 1 ? end + TTaps.Count - 2 : sizes.Length - 1;
        for (int t = later; t >= end; t--)
        {
            g = g.Next(dy[at + ((t - first) * sizes.Channels)]);
        }

        // The steps beyond the end of the sequence count as zero: they are in the window already.
        for (int t = end - 1; t >= first; t--)
        {
            int now = at + ((t - first) * sizes.Channels);
            g = g.Next(dy[now]);
            dx[now] = TapWindow<T>.Sum<TTaps>(T.Zero, w, g);
        }
    }
}
