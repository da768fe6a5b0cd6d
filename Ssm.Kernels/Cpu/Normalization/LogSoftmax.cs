namespace Ssm.Kernels;

/// <summary>y = x − log Σ e^x over each row of V numbers.</summary>
/// <remarks>Special values as in <see cref="Softmax"/>.</remarks>
public static unsafe class LogSoftmax
{
    /// <summary>Computes the logarithms of the probabilities of each row.</summary>
    /// <param name="x">(R, V).</param>
    /// <param name="y">(R, V); no overlap with <paramref name="x"/>.</param>
    /// <param name="width">V.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Forward<T>(ReadOnlySpan<T> x, Span<T> y, int width, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = NormChecks.Rows(x.Length, width, threads, nameof(LogSoftmax));
        Guard.Length(y.Length, x.Length, nameof(LogSoftmax));
        fixed (T* xp = x, yp = y)
        {
            NormWork<T> work = new() { X = xp, Width = width, Y = yp };
            WorkSplit.Run(rows, SoftmaxRows.Grain(width), 16L * x.Length, threads, work, ForwardRows);
        }
    }

    /// <summary>dx = dy − e^y · Σ dy: the derivative needs only the output.</summary>
    /// <param name="dy">(R, V), the gradient of y.</param>
    /// <param name="y">(R, V), as it came back.</param>
    /// <param name="dx">(R, V); no overlap with <paramref name="dy"/>.</param>
    /// <param name="width">V.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Backward<T>(
        ReadOnlySpan<T> dy, ReadOnlySpan<T> y, Span<T> dx, int width, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = NormChecks.Rows(y.Length, width, threads, nameof(LogSoftmax));
        Guard.Length(dy.Length, y.Length, nameof(LogSoftmax));
        Guard.Length(dx.Length, y.Length, nameof(LogSoftmax));
        fixed (T* gp = dy, yp = y, dxp = dx)
        {
            NormWork<T> work = new() { X = yp, Width = width, Dy = gp, Dx = dxp };
            WorkSplit.Run(rows, SoftmaxRows.Grain(width), 16L * y.Length, threads, work, BackwardRows);
        }
    }

    private static void ForwardRows<T>(NormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = start; row < end; row++)
        {
            T* x = work.Row(work.X, row), y = work.Row(work.Y, row);
            (T max, T sum) = SoftmaxRows.Exponentials(x, y, work.Width);

            // Taken off one after the other: max + log(sum) would round away the logarithm beside a large maximum.
            SoftmaxRows.Subtract(x, max, T.Log(sum), y, work.Width);
        }
    }

    private static void BackwardRows<T>(NormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = start; row < end; row++)
        {
            T* y = work.Row(work.X, row), dy = work.Row(work.Dy, row), dx = work.Row(work.Dx, row);
            T sum = RowSums.Sum(dy, work.Width);
            Elementwise.Unary(default(Exp<T>), new ReadOnlySpan<T>(y, work.Width), new Span<T>(dx, work.Width));
            SoftmaxRows.MultiplyAdd(dx, -sum, dy, dx, work.Width);
        }
    }
}
