namespace Ssm.Kernels;

/// <summary>
/// loss = log Σ e^x − x[label] over each row of V logits, and its gradient softmax(x) − onehot(label).
/// </summary>
/// <remarks>Stable for large logits. A row labelled <see cref="Ignored"/> has loss 0 and gradient 0.</remarks>
public static unsafe class CrossEntropy
{
    /// <summary>The label of a row that does not count.</summary>
    public const int Ignored = -1;

    /// <summary>
    /// Computes the loss of each row and its gradient with respect to that row's logits, in one pass.
    /// </summary>
    /// <param name="logits">(R, V).</param>
    /// <param name="labels">(R), each 0 … V − 1, or <see cref="Ignored"/>.</param>
    /// <param name="loss">(R).</param>
    /// <param name="gradient">(R, V), not divided by any number of rows; no overlap with the logits.</param>
    /// <param name="width">V.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is neither a class nor <see cref="Ignored"/>.</exception>
    public static void Forward<T>(
        ReadOnlySpan<T> logits,
        ReadOnlySpan<int> labels,
        Span<T> loss,
        Span<T> gradient,
        int width,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = NormChecks.Rows(logits.Length, width, threads, nameof(CrossEntropy));
        Guard.Length(labels.Length, rows, nameof(CrossEntropy));
        Guard.Length(loss.Length, rows, nameof(CrossEntropy));
        Guard.Length(gradient.Length, logits.Length, nameof(CrossEntropy));
        IndexChecks.Range(labels, Ignored, width, nameof(CrossEntropy), nameof(labels));
        fixed (T* xp = logits, lp = loss, gp = gradient)
        fixed (int* ip = labels)
        {
            CrossEntropyWork<T> work = new() { Rows = new() { X = xp, Width = width, Y = gp, Mean = lp }, Labels = ip };
            WorkSplit.Run(rows, SoftmaxRows.Grain(width), 16L * logits.Length, threads, work, ForwardRows);
        }
    }

    private static void ForwardRows<T>(CrossEntropyWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = work.Rows.Width;
        for (int row = start; row < end; row++)
        {
            T* x = work.Rows.Row(work.Rows.X, row), gradient = work.Rows.Row(work.Rows.Y, row);
            int label = work.Labels[row];
            if (label == Ignored)
            {
                new Span<T>(gradient, width).Clear();
                work.Rows.Mean[row] = T.Zero;
                continue;
            }

            (T max, T sum) = SoftmaxRows.Exponentials(x, gradient, width);

            // The difference first: log(sum) would be rounded away beside a large maximum.
            work.Rows.Mean[row] = T.Log(sum) + (max - x[label]);
            SoftmaxRows.Multiply(gradient, T.One / sum, gradient, width);
            gradient[label] -= T.One;
        }
    }
}
