namespace Ssm.Kernels;

/// <summary>Which rows of logits are right: those whose greatest, the first of equals, stands at the label.</summary>
/// <remarks>
/// A label of <see cref="CrossEntropy.Ignored"/> is never right. NaN is greater than nothing, and a row that begins
/// with NaN has no greatest.
/// </remarks>
public static unsafe class Hits
{
    /// <summary>hits[r] = 1 where row r is right, else 0.</summary>
    /// <param name="logits">(R, V).</param>
    /// <param name="labels">(R), each 0 … V − 1, or <see cref="CrossEntropy.Ignored"/>.</param>
    /// <param name="hits">(R).</param>
    /// <param name="width">V.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the others.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is neither a class nor ignored.</exception>
    public static void Forward<T>(
        ReadOnlySpan<T> logits, ReadOnlySpan<int> labels, Span<T> hits, int width, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = NormChecks.Rows(logits.Length, width, threads, nameof(Hits));
        Guard.Length(labels.Length, rows, nameof(Hits));
        Guard.Length(hits.Length, rows, nameof(Hits));
        IndexChecks.Range(labels, CrossEntropy.Ignored, width, nameof(Hits), nameof(labels));
        fixed (T* xp = logits, hp = hits)
        fixed (int* ip = labels)
        {
            CrossEntropyWork<T> work = new() { Rows = new() { X = xp, Width = width, Mean = hp }, Labels = ip };
            WorkSplit.Run(rows, SoftmaxRows.Grain(width), logits.Length, threads, work, ForwardRows);
        }
    }

    private static void ForwardRows<T>(CrossEntropyWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = start; row < end; row++)
        {
            ReadOnlySpan<T> x = new(work.Rows.Row(work.Rows.X, row), work.Rows.Width);
            int label = work.Labels[row];
            bool hit = label != CrossEntropy.Ignored && !T.IsNaN(x[0]) && !T.IsNaN(x[label])
                && !Reaches(x[..label], x[label]) && !Exceeds(x[(label + 1)..], x[label]);
            work.Rows.Mean[row] = hit ? T.One : T.Zero;
        }
    }

    private static bool Reaches<T>(ReadOnlySpan<T> x, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> values = new(value);
        int i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            if (Vector.GreaterThanOrEqualAny(new Vector<T>(x[i..]), values))
            {
                return true;
            }
        }

        for (; i < x.Length; i++)
        {
            if (x[i] >= value)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Exceeds<T>(ReadOnlySpan<T> x, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> values = new(value);
        int i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            if (Vector.GreaterThanAny(new Vector<T>(x[i..]), values))
            {
                return true;
            }
        }

        for (; i < x.Length; i++)
        {
            if (x[i] > value)
            {
                return true;
            }
        }

        return false;
    }
}
