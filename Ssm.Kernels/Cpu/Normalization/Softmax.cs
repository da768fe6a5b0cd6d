namespace Ssm.Kernels;

/// <summary>y = e^x / Σ e^x over each row of V numbers.</summary>
/// <remarks>
/// The row's maximum is taken off first, so large inputs do not overflow. A NaN, an infinity or nothing but minus
/// infinities make their row NaN, and no other; a single minus infinity is probability 0.
/// </remarks>
public static unsafe class Softmax
{
    /// <summary>Computes the probabilities of each row.</summary>
    /// <param name="x">(R, V).</param>
    /// <param name="y">(R, V); may be exactly the memory of <paramref name="x"/>.</param>
    /// <param name="width">V.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Forward<T>(ReadOnlySpan<T> x, Span<T> y, int width, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = NormChecks.Rows(x.Length, width, threads, nameof(Softmax));
        Guard.Length(y.Length, x.Length, nameof(Softmax));
        fixed (T* xp = x, yp = y)
        {
            NormWork<T> work = new() { X = xp, Width = width, Y = yp };
            WorkSplit.Run(rows, SoftmaxRows.Grain(width), 16L * x.Length, threads, work, ForwardRows);
        }
    }

    /// <summary>dx = y ⊙ (dy − Σ dy ⊙ y): the derivative needs only the output.</summary>
    /// <param name="dy">(R, V), the gradient of y.</param>
    /// <param name="y">(R, V), as it came back.</param>
    /// <param name="dx">(R, V); may be exactly the memory of <paramref name="dy"/>.</param>
    /// <param name="width">V.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    public static void Backward<T>(
        ReadOnlySpan<T> dy, ReadOnlySpan<T> y, Span<T> dx, int width, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = NormChecks.Rows(y.Length, width, threads, nameof(Softmax));
        Guard.Length(dy.Length, y.Length, nameof(Softmax));
        Guard.Length(dx.Length, y.Length, nameof(Softmax));
        fixed (T* gp = dy, yp = y, dxp = dx)
        {
            NormWork<T> work = new() { X = yp, Width = width, Dy = gp, Dx = dxp };
            WorkSplit.Run(rows, SoftmaxRows.Grain(width), 4L * y.Length, threads, work, BackwardRows);
        }
    }

    private static void ForwardRows<T>(NormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = start; row < end; row++)
        {
            T* y = work.Row(work.Y, row);
            (_, T sum) = SoftmaxRows.Exponentials(work.Row(work.X, row), y, work.Width);
            SoftmaxRows.Multiply(y, T.One / sum, y, work.Width);
        }
    }

    private static void BackwardRows<T>(NormWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = start; row < end; row++)
        {
            T* y = work.Row(work.X, row), dy = work.Row(work.Dy, row);
            T dot = RowSums.Dot(dy, y, work.Width);
            SoftmaxRows.CenteredProduct(y, dy, dot, work.Row(work.Dx, row), work.Width);
        }
    }
}
