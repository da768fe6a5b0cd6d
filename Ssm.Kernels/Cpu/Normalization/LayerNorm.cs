using System.Buffers;

namespace Ssm.Kernels;

/// <summary>y = (x − mean) / √(variance + eps) ⊙ w + b, mean and biased variance over each row of H features.</summary>
/// <remarks>
/// Ba, Kiros and Hinton, "Layer Normalization", 2016, arXiv:1607.06450. The variance is taken around the mean in a
/// second pass over the row, so a large common offset costs no digits. A NaN stays in its row.
/// </remarks>
public static unsafe class LayerNorm
{
    /// <summary>Normalises rows.</summary>
    /// <param name="x">(R, H).</param>
    /// <param name="weight">(H), or empty for ones.</param>
    /// <param name="bias">(H), or empty for zeros.</param>
    /// <param name="epsilon">Added to the variance: 1e−5 in PyTorch, 1e−6 in Flax.</param>
    /// <param name="y">(R, H); may be exactly the memory of <paramref name="x"/>.</param>
    /// <param name="mean">(R), kept for the backward pass.</param>
    /// <param name="inverse">(R), 1 / √(variance + eps), kept for the backward pass.</param>
    /// <param name="width">H.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Forward<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> bias,
        T epsilon,
        Span<T> y,
        Span<T> mean,
        Span<T> inverse,
        int width,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = NormChecks.Rows(x.Length, width, threads, nameof(LayerNorm));
        ScanChecks.Optional(weight.Length, width, nameof(LayerNorm), nameof(weight));
        ScanChecks.Optional(bias.Length, width, nameof(LayerNorm), nameof(bias));
        Guard.Length(y.Length, x.Length, nameof(LayerNorm));
        Guard.Length(mean.Length, rows, nameof(LayerNorm));
        Guard.Length(inverse.Length, rows, nameof(LayerNorm));
        fixed (T* xp = x, wp = weight, bp = bias, yp = y, mp = mean, ip = inverse)
        {
            NormWork<T> work = new()
            {
                X = xp,
                Width = width,
                Weight = wp,
                Bias = bp,
                Y = yp,
                Mean = mp,
                Inverse = ip,
                Epsilon = epsilon,
            };
            WorkSplit.Run(rows, new RowPieces(rows).Grain, 4L * x.Length, threads, work, ForwardRows);
        }
    }

    /// <summary>The gradients of <see cref="Forward"/>; an empty output is not computed.</summary>
    /// <remarks>
    /// With x̂ = (x − mean)·inverse and h = dy ⊙ w: dx = (h − mean(h) − x̂·mean(h ⊙ x̂))·inverse; dw = Σ dy ⊙ x̂ and
    /// db = Σ dy over rows, in pieces of rows that are combined in order.
    /// </remarks>
    /// <param name="dy">(R, H), the gradient of y.</param>
    /// <param name="x">(R, H), as given to <see cref="Forward"/>.</param>
    /// <param name="weight">(H) or empty, as given.</param>
    /// <param name="mean">(R), as it came back.</param>
    /// <param name="inverse">(R), as it came back.</param>
    /// <param name="dx">(R, H); may be exactly the memory of <paramref name="dy"/>.</param>
    /// <param name="dweight">(H) or empty.</param>
    /// <param name="dbias">(H) or empty.</param>
    /// <param name="width">H.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Backward<T>(
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> inverse,
        Span<T> dx,
        Span<T> dweight,
        Span<T> dbias,
        int width,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = NormChecks.Rows(x.Length, width, threads, nameof(LayerNorm));
        ScanChecks.Optional(weight.Length, width, nameof(LayerNorm), nameof(weight));
        Guard.Length(dy.Length, x.Length, nameof(LayerNorm));
        Guard.Length(mean.Length, rows, nameof(LayerNorm));
        Guard.Length(inverse.Length, rows, nameof(LayerNorm));
        Guard.Length(dx.Length, x.Length, nameof(LayerNorm));
        ScanChecks.Optional(dweight.Length, width, nameof(LayerNorm), nameof(dweight));
        ScanChecks.Optional(dbias.Length, width, nameof(LayerNorm), nameof(dbias));
        RowPieces pieces = new(rows);
        T[] partials = pieces.RentPartials<T>(checked(2 * width));
        fixed (T* gp = dy, xp = x, wp = weight, mp = mean, ip = inverse, dxp = dx, part = partials)
        {
            NormWork<T> work = new()
            {
                X = xp,
                Width = width,
                Weight = wp,
                Dy = gp,
                Dx = dxp,
                Mean = mp,
                Inverse = ip,
                Partials = part,
                Grain = pieces.Grain,
            };
            WorkSplit.Run(rows, pieces.Grain, 8L * x.Length, threads, work, BackwardRows);
        }

        pieces.Combine(partials, 2 * width, 0, dweight);
        pieces.Combine(partials, 2 * width, width, dbias);
        ArrayPool<T>.Shared.Return(partials);
    }

    private static void ForwardRows<T>(NormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T count = T.CreateTruncating(work.Width);
        for (int row = start; row < end; row++)
        {
            T* x = work.Row(work.X, row);
            T mean = RowSums.Sum(x, work.Width) / count;
            T variance = RowSums.SquaredDistance(x, mean, work.Width) / count;
            T inverse = T.One / T.Sqrt(variance + work.Epsilon);
            work.Mean[row] = mean;
            work.Inverse[row] = inverse;
            NormRows.Scale(x, mean, inverse, work.Weight, T.Zero, work.Bias, work.Row(work.Y, row), work.Width);
        }
    }

    private static void BackwardRows<T>(NormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T count = T.CreateTruncating(work.Width);
        T* dw = work.Partial(start, 2 * work.Width);
        for (int row = start; row < end; row++)
        {
            T* x = work.Row(work.X, row), dy = work.Row(work.Dy, row), dx = work.Row(work.Dx, row);
            T mean = work.Mean[row], inverse = work.Inverse[row];
            (T h, T hx) = NormRows.Moments(dy, x, mean, inverse, work.Weight, T.Zero, work.Width);
            NormRows.AddParameterGradients(dy, x, mean, inverse, dw, dw + work.Width, work.Width);
            NormRows.InputGradient(
                dy, x, mean, inverse, work.Weight, T.Zero, h / count, hx / count, dx, work.Width);
        }
    }
}
