namespace Ssm.Kernels;

/// <summary>
/// What the pieces of <see cref="CausalConv1d"/> share; null is an optional argument that was left out.
/// </summary>
internal readonly unsafe struct ConvolutionWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows of one piece: also the length of the inner sums of the weight's gradient.</summary>
    internal const int BlockRows = 64;

    internal required ConvolutionShape Shape { get; init; }

    internal required T* X { get; init; }

    internal required T* Weight { get; init; }

    internal required T* Previous { get; init; }

    internal T* Bias { get; init; }

    internal T* Y { get; init; }

    internal T* Dy { get; init; }

    internal T* Dx { get; init; }

    internal T* Dprevious { get; init; }

    /// <summary>(pieces, K + 1, H): each piece's part of the weight's gradient, then of the bias's.</summary>
    internal T* Partials { get; init; }

    /// <summary>How many pieces a sequence is cut into; an empty one still has its previous inputs.</summary>
    internal int Blocks => Math.Max(1, (int)(((long)Shape.Length + BlockRows - 1) / BlockRows));

    internal int Pieces => checked(Shape.Batch * Blocks);

    internal nint Row(int batch, int time) => (((nint)batch * Shape.Length) + time) * Shape.Channels;

    internal nint PreviousRow(int batch, int time) =>
        (((nint)batch * (Shape.Width - 1)) + Shape.Width - 1 + time) * Shape.Channels;

    /// <summary>The inputs at a time, which may be before the sequence, or null where they are zero.</summary>
    internal T* Input(int batch, int time)
    {
        if (time >= 0)
        {
            return X + Row(batch, time);
        }

        return Previous != null ? Previous + PreviousRow(batch, time) : null;
    }
}
