using System.Buffers;

namespace Ssm.Kernels;

/// <summary>y = x / √(mean(x²) + eps) ⊙ (w + offset), the mean over each row of H features.</summary>
/// <remarks>
/// Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019, arXiv:1910.07467. The offset is 0 in Mamba and
/// 1 in Griffin (recurrentgemma), which stores the weight's distance from 1. A NaN stays in its row.
/// </remarks>
public static unsafe class RmsNorm
{
    /// <summary>Normalises rows.</summary>
    /// <param name="x">(R, H).</param>
    /// <param name="weight">(H), or empty for a factor of 1 (to which no offset is added).</param>
    /// <param name="weightOffset">0 or 1, added to the weight.</param>
    /// <param name="epsilon">Added to the mean square: 1e−5 in Mamba, 1e−6 in Griffin.</param>
    /// <param name="y">(R, H); may be exactly the memory of <paramref name="x"/>.</param>
    /// <param name="inverse">(R), 1 / √(mean(x²) + eps), kept for the backward pass.</param>
    /// <param name="width">H.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Forward<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        T weightOffset,
        T epsilon,
        Span<T> y,
        Span<T> inverse,
        int width,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = NormChecks.Rows(x.Length, width, threads, nameof(RmsNorm));
        ScanChecks.Optional(weight.Length, width, nameof(RmsNorm), nameof(weight));
        Guard.Length(y.Length, x.Length, nameof(RmsNorm));
        Guard.Length(inverse.Length, rows, nameof(RmsNorm));
        fixed (T* xp = x, wp = weight, yp = y, ip = inverse)
        {
            NormWork<T> work = new()
            {
                X = xp,
                Width = width,
                Weight = wp,
                Y = yp,
                Inverse = ip,
                Epsilon = epsilon,
                Offset = weightOffset,
            };
            WorkSplit.Run(rows, new RowPieces(rows).Grain, 3L * x.Length, threads, work, ForwardRows);
        }
    }

    /// <summary>The gradients of <see cref="Forward"/>; an empty dweight is not computed.</summary>
    /// <remarks>
    /// With r the inverse, x̂ = x·r and h = dy ⊙ (w + offset): dx = (h − x̂·mean(h ⊙ x̂))·r; dw = Σ dy ⊙ x̂ over
    /// rows, in pieces of rows that are combined in order.
    /// </remarks>
    /// <param name="dy">(R, H), the gradient of y.</param>
    /// <param name="x">(R, H), as given to <see cref="Forward"/>.</param>
    /// <param name="weight">(H) or empty, as given.</param>
    /// <param name="weightOffset">As given.</param>
    /// <param name="inverse">(R), as it came back.</param>
    /// <param name="dx">(R, H); may be exactly the memory of <paramref name="dy"/>.</param>
    /// <param name="dweight">(H) or empty.</param>
    /// <param name="width">H.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Backward<T>(
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        T weightOffset,
        ReadOnlySpan<T> inverse,
        Span<T> dx,
        Span<T> dweight,
        int width,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = NormChecks.Rows(x.Length, width, threads, nameof(RmsNorm));
        ScanChecks.Optional(weight.Length, width, nameof(RmsNorm), nameof(weight));
        Guard.Length(dy.Length, x.Length, nameof(RmsNorm));
        Guard.Length(inverse.Length, rows, nameof(RmsNorm));
        Guard.Length(dx.Length, x.Length, nameof(RmsNorm));
        ScanChecks.Optional(dweight.Length, width, nameof(RmsNorm), nameof(dweight));
        RowPieces pieces = new(rows);
        T[] partials = pieces.RentPartials<T>(checked(2 * width));
        fixed (T* gp = dy, xp = x, wp = weight, ip = inverse, dxp = dx, part = partials)
        {
            NormWork<T> work = new()
            {
                X = xp,
                Width = width,
                Weight = wp,
                Dy = gp,
                Dx = dxp,
                Inverse = ip,
                Offset = weightOffset,
                Partials = part,
                Grain = pieces.Grain,
            };
            WorkSplit.Run(rows, pieces.Grain, 8L * x.Length, threads, work, BackwardRows);
        }

        pieces.Combine(partials, 2 * width, 0, dweight);
        ArrayPool<T>.Shared.Return(partials);
    }

    private static void ForwardRows<T>(NormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T count = T.CreateTruncating(work.Width);
        for (int row = start; row < end; row++)
        {
            T* x = work.Row(work.X, row);
            T inverse = T.One / T.Sqrt((RowSums.Dot(x, x, work.Width) / count) + work.Epsilon);
            work.Inverse[row] = inverse;
            NormRows.Scale(x, T.Zero, inverse, work.Weight, work.Offset, null, work.Row(work.Y, row), work.Width);
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
            T inverse = work.Inverse[row];
            (_, T hx) = NormRows.Moments(dy, x, T.Zero, inverse, work.Weight, work.Offset, work.Width);
            NormRows.AddParameterGradients(dy, x, T.Zero, inverse, dw, dw + work.Width, work.Width);
            NormRows.InputGradient(
                dy, x, T.Zero, inverse, work.Weight, work.Offset, T.Zero, hx / count, dx, work.Width);
        }
    }
}
