using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>What the short causal convolution reads.</summary>
internal readonly struct Conv1dOperands<T>(
    ArrayView<T> x, ArrayView<T> weight, ArrayView<T> bias, ArrayView<T> previous)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly ArrayView<T> X = x;
    internal readonly ArrayView<T> Weight = weight;
    internal readonly ArrayView<T> Bias = bias;
    internal readonly ArrayView<T> Previous = previous;

    /// <summary>The weight that multiplies the input so many steps ago.</summary>
    internal T Tap(in Conv1dPieces sizes, int ago, int channel) =>
        Weight[((sizes.Taps - 1 - ago) * sizes.Channels) + channel];

    /// <summary>x[b, t, h], those before the first step, or zero.</summary>
    internal T Input(in Conv1dPieces sizes, int batch, int time, int channel)
    {
        T value = T.Zero;
        if (time >= 0)
        {
            value = X[(((batch * sizes.Length) + time) * sizes.Channels) + channel];
        }
        else if (Previous.IntLength > 0)
        {
            int row = (batch * (sizes.Taps - 1)) + sizes.Taps - 1 + time;
            value = Previous[(row * sizes.Channels) + channel];
        }

        return value;
    }
}

/// <summary>Sequences cut into pieces of some steps, one thread for each piece and channel.</summary>
internal readonly struct Conv1dPieces(in ConvolutionShape shape, int steps)
{
    internal readonly int Batch = shape.Batch;
    internal readonly int Length = shape.Length;
    internal readonly int Channels = shape.Channels;
    internal readonly int Taps = shape.Width;
    internal readonly int Steps = steps;

    /// <summary>Pieces of one sequence.</summary>
    internal readonly int Pieces = (shape.Length + steps - 1) / steps;

    /// <summary>Threads with work.</summary>
    internal int Items => Batch * Pieces * Channels;
}
