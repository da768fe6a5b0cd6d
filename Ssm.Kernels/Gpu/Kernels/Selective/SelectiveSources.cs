using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>What the kernels of a selective scan read; an empty view is an operand that was left out.</summary>
internal readonly struct SelectiveSources<T>(
    ArrayView<T> u, ArrayView<T> delta, ComplexPlanes<T> a, ComplexPlanes<T> b, ComplexPlanes<T> c, ArrayView<T> skip,
    ArrayView<T> gate, ArrayView<T> bias, ArrayView<int> resets)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly ArrayView<T> U = u;
    internal readonly ArrayView<T> Delta = delta;
    internal readonly ComplexPlanes<T> A = a;
    internal readonly ComplexPlanes<T> B = b;
    internal readonly ComplexPlanes<T> C = c;
    internal readonly ArrayView<T> Skip = skip;
    internal readonly ArrayView<T> Gate = gate;
    internal readonly ArrayView<T> Bias = bias;
    internal readonly ArrayView<int> Resets = resets;

    /// <summary>Δ and Δu.</summary>
    internal ScanStep<T> Step(SelectiveSizes sizes, int row, int channel)
    {
        int at = (row * sizes.Channels) + channel;
        T delta = SelectiveStep.Delta(Delta[at] + ChannelBias(channel), sizes.Softplus);
        return new(delta, delta * U[at], T.Zero, Reset(row));
    }

    /// <summary>Δ, Δu and ȳ before the gate; zeros for a step that does not count.</summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="row">The step, counted over all sequences.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="counts">Whether there is such a step.</param>
    internal ScanStep<T> Step(SelectiveSizes sizes, ArrayView<T> dy, int row, int channel, bool counts)
    {
        ScanStep<T> step = Step(sizes, row, channel);
        int at = (row * sizes.Channels) + channel;
        T g = dy[at] * Silu(at);
        return new(
            counts ? step.Delta : T.Zero, counts ? step.Input : T.Zero, counts ? g : T.Zero,
            counts ? step.Reset : 0);
    }

    /// <summary>SiLU of the gate, 1 where there is none.</summary>
    internal T Silu(int at)
    {
        T silu = T.One;
        if (Gate.IntLength > 0)
        {
            T z = Gate[at];
            silu = z * VectorMath.Sigmoid(z);
        }

        return silu;
    }

    internal T ChannelBias(int channel) => Bias.IntLength > 0 ? Bias[channel] : T.Zero;

    internal T ChannelSkip(int channel) => Skip.IntLength > 0 ? Skip[channel] : T.Zero;

    internal int Reset(int row) => Resets.IntLength > 0 ? Resets[row] : 0;
}
