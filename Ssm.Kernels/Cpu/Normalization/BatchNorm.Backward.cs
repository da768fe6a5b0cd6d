using System.Buffers;

namespace Ssm.Kernels;

/// <content>
/// The gradients. With x̂ = (x − mean)·r and r = 1 / √(variance + eps), in training
/// dx = w·r·(dy − mean(dy) − x̂·mean(dy ⊙ x̂)), because the statistics depend on x; with given statistics dx = w·r·dy.
/// In both, dw = Σ dy ⊙ x̂ and db = Σ dy over rows.
/// </content>
public static unsafe partial class BatchNorm
{
    /// <summary>The gradients of <see cref="Forward"/>; an empty output is not computed.</summary>
    /// <param name="dy">(R, H), the gradient of y.</param>
    /// <param name="x">(R, H), as given to <see cref="Forward"/>.</param>
    /// <param name="weight">(H) or empty, as given.</param>
    /// <param name="mean">(H), as it came back.</param>
    /// <param name="variance">(H), as it came back.</param>
    /// <param name="epsilon">As given.</param>
    /// <param name="dx">(R, H) or empty; may be exactly the memory of <paramref name="dy"/>.</param>
    /// <param name="dweight">(H) or empty.</param>
    /// <param name="dbias">(H) or empty.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Backward<T>(
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> variance,
        T epsilon,
        Span<T> dx,
        Span<T> dweight,
        Span<T> dbias,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Gradients(dy, x, weight, mean, variance, epsilon, dx, dweight, dbias, given: false, threads);

    /// <summary>
    /// The gradients of <see cref="Evaluate"/>, whose statistics are constants; an empty output is not computed.
    /// </summary>
    /// <inheritdoc cref="Backward"/>
    public static void EvaluateBackward<T>(
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> variance,
        T epsilon,
        Span<T> dx,
        Span<T> dweight,
        Span<T> dbias,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Gradients(dy, x, weight, mean, variance, epsilon, dx, dweight, dbias, given: true, threads);

    private static void Gradients<T>(
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> variance,
        T epsilon,
        Span<T> dx,
        Span<T> dweight,
        Span<T> dbias,
        bool given,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = mean.Length;
        int rows = NormChecks.Rows(x.Length, width, threads, nameof(BatchNorm));
        Guard.Length(dy.Length, x.Length, nameof(BatchNorm));
        Guard.Length(variance.Length, width, nameof(BatchNorm));
        ScanChecks.Optional(weight.Length, width, nameof(BatchNorm), nameof(weight));
        ScanChecks.Optional(dx.Length, x.Length, nameof(BatchNorm), nameof(dx));
        ScanChecks.Optional(dweight.Length, width, nameof(BatchNorm), nameof(dweight));
        ScanChecks.Optional(dbias.Length, width, nameof(BatchNorm), nameof(dbias));
        RowPieces pieces = new(rows);
        T[] partials = pieces.RentPartials<T>(checked(2 * width));
        T[] features = ArrayPool<T>.Shared.Rent(checked(5 * width));
        Span<T> scale = features.AsSpan(0, width), slope = features.AsSpan(width, width);
        Span<T> shift = features.AsSpan(2 * width, width);
        Span<T> sum = features.AsSpan(3 * width, width), product = features.AsSpan(4 * width, width);
        fixed (T* gp = dy, xp = x, mp = mean, dxp = dx, part = partials, sp = scale, lp = slope, bp = shift)
        {
            BatchNormWork<T> work = new()
            {
                X = xp,
                Mean = mp,
                Width = width,
                Dy = gp,
                Dx = dxp,
                Scale = sp,
                Slope = lp,
                Shift = bp,
                Partials = part,
                Grain = pieces.Grain,
            };
            WorkSplit.Run(rows, pieces.Grain, 3L * x.Length, threads, work, SumGradients);
            pieces.Combine(partials, 2 * width, 0, sum);
            pieces.Combine(partials, 2 * width, width, product);
            T count = T.CreateTruncating(Math.Max(1, rows));
            for (int j = 0; j < width; j++)
            {
                T inverse = T.One / T.Sqrt(variance[j] + epsilon);
                product[j] *= inverse;
                scale[j] = (weight.IsEmpty ? T.One : weight[j]) * inverse;
                slope[j] = -(scale[j] * inverse * (product[j] / count));
                shift[j] = -(scale[j] * (sum[j] / count));
            }

            if (work.Dx != null && given)
            {
                WorkSplit.Run(rows, pieces.Grain, 2L * x.Length, threads, work, GivenInputGradients);
            }
            else if (work.Dx != null)
            {
                WorkSplit.Run(rows, pieces.Grain, 4L * x.Length, threads, work, InputGradients);
            }
        }

        sum[..dbias.Length].CopyTo(dbias);
        product[..dweight.Length].CopyTo(dweight);
        ArrayPool<T>.Shared.Return(partials);
        ArrayPool<T>.Shared.Return(features);
    }

    private static void SumGradients<T>(BatchNormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* sum = work.Partial(start);
        for (int row = start; row < end; row++)
        {
            T* dy = work.Row(work.Dy, row);
            TapRows.Add(dy, sum, work.Width);
            FeatureRows.AddCenteredProduct(dy, work.Row(work.X, row), work.Mean, sum + work.Width, work.Width);
        }
    }

    private static void InputGradients<T>(BatchNormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = start; row < end; row++)
        {
            FeatureRows.InputGradient(
                work.Row(work.Dy, row),
                work.Row(work.X, row),
                work.Mean,
                work.Scale,
                work.Slope,
                work.Shift,
                work.Row(work.Dx, row),
                work.Width);
        }
    }

    private static void GivenInputGradients<T>(BatchNormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* scale = work.Scale;
        for (int row = start; row < end; row++)
        {
            T* dy = work.Row(work.Dy, row);
            TapRows.WeightedSum(&dy, &scale, 1, null, work.Row(work.Dx, row), work.Width);
        }
    }
}
