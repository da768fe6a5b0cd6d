using System.Buffers;

namespace Ssm.Kernels;

/// <summary>
/// The short depthwise causal convolution y[t] = bias + Σ_j w[j] ⊙ x[t − (K−1) + j], one filter a channel.
/// </summary>
/// <remarks>
/// Activations are (B, L, H), the weight is (K, H): its last tap multiplies the current sample, as in PyTorch's Conv1d
/// and in Mamba (Gu and Dao, 2023, arXiv:2312.00752, figure 3). The inputs before the first are (B, K − 1, H), oldest
/// first, or empty for zeros. Lanes run across channels, so a NaN stays in its channel. No output may overlap an input.
/// </remarks>
public static unsafe class CausalConv1d
{
    /// <summary>Convolves a batch of sequences.</summary>
    /// <param name="x">(B, L, H).</param>
    /// <param name="weight">(K, H).</param>
    /// <param name="bias">(H) or empty.</param>
    /// <param name="previous">(B, K − 1, H) or empty.</param>
    /// <param name="y">(B, L, H).</param>
    /// <param name="shape">B, L, H, K.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Forward<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> bias,
        ReadOnlySpan<T> previous,
        Span<T> y,
        ConvolutionShape shape,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(x.Length, weight.Length, previous.Length, shape, threads);
        ScanChecks.Optional(bias.Length, shape.Channels, nameof(CausalConv1d), nameof(bias));
        Guard.Length(y.Length, shape.Elements, nameof(CausalConv1d));
        fixed (T* xp = x, wp = weight, bp = bias, pp = previous, yp = y)
        {
            ConvolutionWork<T> work = new() { Shape = shape, X = xp, Weight = wp, Previous = pp, Bias = bp, Y = yp };
            WorkSplit.Run(work.Pieces, 1, (long)shape.Elements * shape.Width, threads, work, ForwardPieces);
        }
    }

    /// <summary>The gradients of <see cref="Forward"/>; an empty output is not computed.</summary>
    /// <remarks>
    /// dx[s] = Σ_j w[j] ⊙ dy[s + K−1−j]; dw[j] = Σ_t dy[t] ⊙ x[t − (K−1) + j]; dbias = Σ_t dy[t]. The sums run over
    /// blocks of 64 steps, then over the blocks in order.
    /// </remarks>
    /// <param name="x">(B, L, H), as given to the convolution.</param>
    /// <param name="weight">(K, H), as given.</param>
    /// <param name="previous">(B, K − 1, H) or empty, as given.</param>
    /// <param name="dy">(B, L, H), the gradient of y.</param>
    /// <param name="dx">(B, L, H) or empty.</param>
    /// <param name="dweight">(K, H) or empty.</param>
    /// <param name="dbias">(H) or empty.</param>
    /// <param name="dprevious">(B, K − 1, H) or empty.</param>
    /// <param name="shape">B, L, H, K.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Backward<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> previous,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        Span<T> dweight,
        Span<T> dbias,
        Span<T> dprevious,
        ConvolutionShape shape,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(x.Length, weight.Length, previous.Length, shape, threads);
        Guard.Length(dy.Length, shape.Elements, nameof(CausalConv1d));
        ScanChecks.Optional(dx.Length, shape.Elements, nameof(CausalConv1d), nameof(dx));
        ScanChecks.Optional(dweight.Length, shape.WeightElements, nameof(CausalConv1d), nameof(dweight));
        ScanChecks.Optional(dbias.Length, shape.Channels, nameof(CausalConv1d), nameof(dbias));
        ScanChecks.Optional(dprevious.Length, shape.PreviousElements, nameof(CausalConv1d), nameof(dprevious));

        ConvolutionWork<T> sizes = new() { Shape = shape, X = null, Weight = null, Previous = null };
        int partial = checked((shape.Width + 1) * shape.Channels);
        bool sums = !dweight.IsEmpty || !dbias.IsEmpty;
        T[] partials = sums ? ArrayPool<T>.Shared.Rent(checked(sizes.Pieces * partial)) : [];
        partials.AsSpan().Clear();
        fixed (T* xp = x, wp = weight, pp = previous, gp = dy, dxp = dx, dpp = dprevious, part = partials)
        {
            ConvolutionWork<T> work = new()
            {
                Shape = shape,
                X = xp,
                Weight = wp,
                Previous = pp,
                Dy = gp,
                Dx = dxp,
                Dprevious = dpp,
                Partials = part,
            };
            WorkSplit.Run(work.Pieces, 1, 2L * shape.Elements * shape.Width, threads, work, BackwardPieces);
        }

        dweight.Clear();
        dbias.Clear();
        for (int piece = 0; sums && piece < sizes.Pieces; piece++)
        {
            ReadOnlySpan<T> part = partials.AsSpan(piece * partial, partial);
            AddTo(dweight, part);
            AddTo(dbias, part[shape.WeightElements..]);
        }

        if (sums)
        {
            ArrayPool<T>.Shared.Return(partials);
        }
    }

    /// <summary>One time step of one sequence; allocates nothing.</summary>
    /// <param name="x">(H), the current inputs.</param>
    /// <param name="weight">(K, H).</param>
    /// <param name="bias">(H) or empty.</param>
    /// <param name="state">(K − 1, H), the inputs before, oldest first; on return, those of the next step.</param>
    /// <param name="y">(H).</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Step<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, Span<T> state, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int channels = x.Length;
        Guard.Length(y.Length, channels, nameof(CausalConv1d));
        ScanChecks.Optional(bias.Length, channels, nameof(CausalConv1d), nameof(bias));
        Guard.Length(weight.Length, checked(state.Length + channels), nameof(CausalConv1d));
        Guard.Multiple(weight.Length, channels, nameof(CausalConv1d));
        if (channels == 0)
        {
            return;
        }

        int width = weight.Length / channels;
        CheckWidth(width);
        T** rows = stackalloc T*[ConvolutionShape.LargestWidth];
        T** taps = stackalloc T*[ConvolutionShape.LargestWidth];
        fixed (T* xp = x, wp = weight, bp = bias, sp = state, yp = y)
        {
            for (int j = 0; j < width; j++)
            {
                rows[j] = j == width - 1 ? xp : sp + ((nint)j * channels);
                taps[j] = wp + ((nint)j * channels);
            }

            TapRows.WeightedSum(rows, taps, width, bp, yp, channels);
        }

        if (width > 1)
        {
            state[channels..].CopyTo(state);
            x.CopyTo(state[^channels..]);
        }
    }

    private static void Check(int x, int weight, int previous, ConvolutionShape shape, int threads)
    {
        Guard.AtLeast(shape.Batch, 0, nameof(CausalConv1d));
        Guard.AtLeast(shape.Length, 0, nameof(CausalConv1d));
        Guard.AtLeast(shape.Channels, 0, nameof(CausalConv1d));
        Guard.AtLeast(threads, 1, nameof(CausalConv1d));
        CheckWidth(shape.Width);
        Guard.Length(x, shape.Elements, nameof(CausalConv1d));
        Guard.Length(weight, shape.WeightElements, nameof(CausalConv1d));
        ScanChecks.Optional(previous, shape.PreviousElements, nameof(CausalConv1d), nameof(previous));
    }

    private static void CheckWidth(int width)
    {
        if (width is < 1 or > ConvolutionShape.LargestWidth)
        {
            throw new ArgumentOutOfRangeException(
                nameof(width),
                $"{nameof(CausalConv1d)}: 'width' is {width}, expected 1 to {ConvolutionShape.LargestWidth}; "
                + "use FftConvolution for longer filters.");
        }
    }

    private static void ForwardPieces<T>(ConvolutionWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = work.Shape.Width, channels = work.Shape.Channels;
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int block) = Math.DivRem(piece, work.Blocks);
            int first = block * ConvolutionWork<T>.BlockRows;
            int last = Math.Min(first + ConvolutionWork<T>.BlockRows, work.Shape.Length);
            int t = first;
            for (int inner = Math.Max(first, width - 1); inner <= last - TapRows.Rows; inner += TapRows.Rows)
            {
                for (; t < inner; t++)
                {
                    Output(work, batch, t);
                }

                TapRows.WeightedSums(
                    work.X + work.Row(batch, t - (width - 1)),
                    channels,
                    work.Weight,
                    width,
                    work.Bias,
                    work.Y + work.Row(batch, t),
                    channels);
                t += TapRows.Rows;
            }

            for (; t < last; t++)
            {
                Output(work, batch, t);
            }
        }
    }

    private static void Output<T>(ConvolutionWork<T> work, int batch, int t)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T** rows = stackalloc T*[ConvolutionShape.LargestWidth];
        T** taps = stackalloc T*[ConvolutionShape.LargestWidth];
        int width = work.Shape.Width, channels = work.Shape.Channels, count = 0;
        for (int j = 0; j < width; j++)
        {
            T* row = work.Input(batch, t - (width - 1) + j);
            if (row != null)
            {
                rows[count] = row;
                taps[count++] = work.Weight + ((nint)j * channels);
            }
        }

        TapRows.WeightedSum(rows, taps, count, work.Bias, work.Y + work.Row(batch, t), channels);
    }

    private static void BackwardPieces<T>(ConvolutionWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionShape shape = work.Shape;
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int block) = Math.DivRem(piece, work.Blocks);
            int first = block * ConvolutionWork<T>.BlockRows;
            int last = Math.Min(first + ConvolutionWork<T>.BlockRows, shape.Length);
            if (block == 0 && work.Dprevious != null)
            {
                for (int s = 1 - shape.Width; s < 0; s++)
                {
                    InputGradient(work, batch, s, work.Dprevious + work.PreviousRow(batch, s));
                }
            }

            if (work.Dx != null)
            {
                InputGradients(work, batch, first, last);
            }

            if (work.Partials != null)
            {
                T* partial = work.Partials + ((nint)piece * (shape.Width + 1) * shape.Channels);
                WeightGradients(work, batch, first, last, partial);
            }
        }
    }

    // Rows whose filter ends inside the sequence in blocks, the last K − 1 one by one.
    private static void InputGradients<T>(ConvolutionWork<T> work, int batch, int first, int last)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = work.Shape.Width, channels = work.Shape.Channels, s = first;
        for (; s <= Math.Min(last, work.Shape.Length - (width - 1)) - TapRows.Rows; s += TapRows.Rows)
        {
            TapRows.WeightedSums(
                work.Dy + work.Row(batch, s + width - 1),
                -channels,
                work.Weight,
                width,
                null,
                work.Dx + work.Row(batch, s),
                channels);
        }

        for (; s < last; s++)
        {
            InputGradient(work, batch, s, work.Dx + work.Row(batch, s));
        }
    }

    private static void WeightGradients<T>(ConvolutionWork<T> work, int batch, int first, int last, T* partial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = work.Shape.Width, channels = work.Shape.Channels, t = first;
        for (; t < Math.Min(width - 1, last); t++)
        {
            WeightGradient(work, batch, t, partial);
        }

        for (; t <= last - TapRows.Rows; t += TapRows.Rows)
        {
            TapRows.AddProducts(
                work.Dy + work.Row(batch, t), work.X + work.Row(batch, t - (width - 1)), partial, width, channels);
        }

        for (; t < last; t++)
        {
            WeightGradient(work, batch, t, partial);
        }
    }

    private static void InputGradient<T>(ConvolutionWork<T> work, int batch, int s, T* dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T** rows = stackalloc T*[ConvolutionShape.LargestWidth];
        T** taps = stackalloc T*[ConvolutionShape.LargestWidth];
        int width = work.Shape.Width, count = 0;
        for (int j = 0; j < width; j++)
        {
            int t = s + width - 1 - j;
            if (t >= 0 && t < work.Shape.Length)
            {
                rows[count] = work.Dy + work.Row(batch, t);
                taps[count++] = work.Weight + ((nint)j * work.Shape.Channels);
            }
        }

        TapRows.WeightedSum(rows, taps, count, null, dx, work.Shape.Channels);
    }

    private static void WeightGradient<T>(ConvolutionWork<T> work, int batch, int t, T* partial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = work.Shape.Width, channels = work.Shape.Channels;
        T* dy = work.Dy + work.Row(batch, t);
        for (int j = 0; j < width; j++)
        {
            T* row = work.Input(batch, t - (width - 1) + j);
            if (row != null)
            {
                TapRows.AddProduct(dy, row, partial + ((nint)j * channels), channels);
            }
        }

        TapRows.Add(dy, partial + ((nint)width * channels), channels);
    }

    private static void AddTo<T>(Span<T> sum, ReadOnlySpan<T> part)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* x = part, to = sum)
        {
            TapRows.Add(x, to, sum.Length);
        }
    }
}
