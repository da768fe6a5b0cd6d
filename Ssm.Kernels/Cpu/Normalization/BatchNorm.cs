using System.Buffers;

namespace Ssm.Kernels;

/// <summary>y = (x − mean) / √(variance + eps) ⊙ w + b, mean and variance of each feature over all rows.</summary>
/// <remarks>
/// Ioffe and Szegedy, "Batch Normalization", 2015, arXiv:1502.03167. The rows (R, H) are all positions of all
/// sequences, R = B·L. The variance is the biased one; running statistics are the caller's, who may unbias it by R /
/// (R − 1) first, as PyTorch does and Flax does not. Sums go over pieces of rows that are combined in order. The
/// variance is taken around the mean in a pass of its own. A NaN stays in its feature.
/// </remarks>
public static unsafe partial class BatchNorm
{
    /// <summary>Normalises with the statistics of these rows, and hands them out.</summary>
    /// <param name="x">(R, H).</param>
    /// <param name="weight">(H), or empty for ones.</param>
    /// <param name="bias">(H), or empty for zeros.</param>
    /// <param name="epsilon">Added to the variance, 1e−5 by custom.</param>
    /// <param name="y">(R, H); may be exactly the memory of <paramref name="x"/>.</param>
    /// <param name="mean">(H), the means.</param>
    /// <param name="variance">(H), the biased variances.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Forward<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> bias,
        T epsilon,
        Span<T> y,
        Span<T> mean,
        Span<T> variance,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = mean.Length;
        int rows = NormChecks.Rows(x.Length, width, threads, nameof(BatchNorm));
        Guard.Length(variance.Length, width, nameof(BatchNorm));
        RowPieces pieces = new(rows);
        T[] partials = pieces.RentPartials<T>(checked(2 * width));
        fixed (T* xp = x, mp = mean, part = partials)
        {
            BatchNormWork<T> work = new()
            {
                X = xp,
                Mean = mp,
                Width = width,
                Partials = part,
                Grain = pieces.Grain,
            };
            WorkSplit.Run(rows, pieces.Grain, x.Length, threads, work, SumRows);
            pieces.Combine(partials, 2 * width, 0, mean);
            Divide(mean, rows);
            WorkSplit.Run(rows, pieces.Grain, 2L * x.Length, threads, work, SquareRows);
        }

        pieces.Combine(partials, 2 * width, width, variance);
        Divide(variance, rows);
        ArrayPool<T>.Shared.Return(partials);
        Evaluate(x, weight, bias, mean, variance, epsilon, y, threads);
    }

    /// <summary>Normalises with given statistics, such as the running ones of a trained model.</summary>
    /// <param name="x">(R, H).</param>
    /// <param name="weight">(H), or empty for ones.</param>
    /// <param name="bias">(H), or empty for zeros.</param>
    /// <param name="mean">(H).</param>
    /// <param name="variance">(H).</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">(R, H); may be exactly the memory of <paramref name="x"/>.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Evaluate<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> bias,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> variance,
        T epsilon,
        Span<T> y,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = mean.Length;
        int rows = NormChecks.Rows(x.Length, width, threads, nameof(BatchNorm));
        ScanChecks.Optional(weight.Length, width, nameof(BatchNorm), nameof(weight));
        ScanChecks.Optional(bias.Length, width, nameof(BatchNorm), nameof(bias));
        Guard.Length(variance.Length, width, nameof(BatchNorm));
        Guard.Length(y.Length, x.Length, nameof(BatchNorm));
        T[] features = ArrayPool<T>.Shared.Rent(checked(2 * width));
        Span<T> scale = features.AsSpan(0, width), shift = features.AsSpan(width, width);
        for (int j = 0; j < width; j++)
        {
            scale[j] = (weight.IsEmpty ? T.One : weight[j]) / T.Sqrt(variance[j] + epsilon);
            shift[j] = bias.IsEmpty ? T.Zero : bias[j];
        }

        fixed (T* xp = x, mp = mean, yp = y, sp = scale, bp = shift)
        {
            BatchNormWork<T> work = new() { X = xp, Mean = mp, Width = width, Y = yp, Scale = sp, Shift = bp };
            WorkSplit.Run(rows, new RowPieces(rows).Grain, 2L * x.Length, threads, work, ScaleRows);
        }

        ArrayPool<T>.Shared.Return(features);
    }

    private static void Divide<T>(Span<T> sums, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Of no rows at all, the mean and the variance are 0 rather than NaN.
        T count = T.CreateTruncating(Math.Max(1, rows));
        for (int j = 0; j < sums.Length; j++)
        {
            sums[j] /= count;
        }
    }

    private static void SumRows<T>(BatchNormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* sum = work.Partial(start);
        for (int row = start; row < end; row++)
        {
            TapRows.Add(work.Row(work.X, row), sum, work.Width);
        }
    }

    private static void SquareRows<T>(BatchNormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* sum = work.Partial(start) + work.Width;
        for (int row = start; row < end; row++)
        {
            FeatureRows.AddSquaredDistance(work.Row(work.X, row), work.Mean, sum, work.Width);
        }
    }

    private static void ScaleRows<T>(BatchNormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = start; row < end; row++)
        {
            FeatureRows.Scale(
                work.Row(work.X, row), work.Mean, work.Scale, work.Shift, work.Row(work.Y, row), work.Width);
        }
    }
}
