namespace Ssm.Kernels;

/// <summary>
/// Sums along one row, in four vectors of partial sums whose shape depends on the row's length alone.
/// </summary>
/// <remarks>
/// With W lanes, no partial sum of n numbers is longer than n / 4W + 1 additions, so a float sum of a few thousand
/// numbers keeps nearly all its digits; and four chains of additions hide each other's latency.
/// </remarks>
internal static unsafe class RowSums
{
    /// <summary>Σ x.</summary>
    internal static T Sum<T>(T* x, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, j = 0;
        Vector<T> s0 = Vector<T>.Zero, s1 = Vector<T>.Zero, s2 = Vector<T>.Zero, s3 = Vector<T>.Zero;
        for (; j <= count - (4 * lanes); j += 4 * lanes)
        {
            s0 += Vector.Load(x + j);
            s1 += Vector.Load(x + j + lanes);
            s2 += Vector.Load(x + j + (2 * lanes));
            s3 += Vector.Load(x + j + (3 * lanes));
        }

        for (; j <= count - lanes; j += lanes)
        {
            s0 += Vector.Load(x + j);
        }

        T sum = Vector.Sum((s0 + s1) + (s2 + s3));
        for (; j < count; j++)
        {
            sum += x[j];
        }

        return sum;
    }

    /// <summary>Σ (x − center)².</summary>
    internal static T SquaredDistance<T>(T* x, T center, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, j = 0;
        Vector<T> c = new(center);
        Vector<T> s0 = Vector<T>.Zero, s1 = Vector<T>.Zero, s2 = Vector<T>.Zero, s3 = Vector<T>.Zero;
        for (; j <= count - (4 * lanes); j += 4 * lanes)
        {
            Vector<T> d0 = Vector.Load(x + j) - c, d1 = Vector.Load(x + j + lanes) - c;
            Vector<T> d2 = Vector.Load(x + j + (2 * lanes)) - c, d3 = Vector.Load(x + j + (3 * lanes)) - c;
            s0 = Fused.MultiplyAdd(d0, d0, s0);
            s1 = Fused.MultiplyAdd(d1, d1, s1);
            s2 = Fused.MultiplyAdd(d2, d2, s2);
            s3 = Fused.MultiplyAdd(d3, d3, s3);
        }

        for (; j <= count - lanes; j += lanes)
        {
            Vector<T> d = Vector.Load(x + j) - c;
            s0 = Fused.MultiplyAdd(d, d, s0);
        }

        T sum = Vector.Sum((s0 + s1) + (s2 + s3));
        for (; j < count; j++)
        {
            T d = x[j] - center;
            sum = Fused.MultiplyAdd(d, d, sum);
        }

        return sum;
    }

    /// <summary>
    /// Σ x·y. What a softmax gradient subtracts: where one class has all the weight, only its last bits stay.
    /// </summary>
    internal static T Dot<T>(T* x, T* y, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, j = 0;
        Vector<T> s0 = Vector<T>.Zero, s1 = Vector<T>.Zero, s2 = Vector<T>.Zero, s3 = Vector<T>.Zero;
        for (; j <= count - (4 * lanes); j += 4 * lanes)
        {
            s0 = Fused.MultiplyAdd(Vector.Load(x + j), Vector.Load(y + j), s0);
            s1 = Fused.MultiplyAdd(Vector.Load(x + j + lanes), Vector.Load(y + j + lanes), s1);
            s2 = Fused.MultiplyAdd(Vector.Load(x + j + (2 * lanes)), Vector.Load(y + j + (2 * lanes)), s2);
            s3 = Fused.MultiplyAdd(Vector.Load(x + j + (3 * lanes)), Vector.Load(y + j + (3 * lanes)), s3);
        }

        for (; j <= count - lanes; j += lanes)
        {
            s0 = Fused.MultiplyAdd(Vector.Load(x + j), Vector.Load(y + j), s0);
        }

        // The partial sums are added with what each addition loses (Neumaier, 1974), so that one large term among small
        // ones leaves the sum rounded once.
        Vector<T> partial = (s0 + s1) + (s2 + s3);
        T sum = T.Zero, lost = T.Zero;
        for (int lane = 0; lane < lanes; lane++)
        {
            AddExactly(partial[lane], ref sum, ref lost);
        }

        for (; j < count; j++)
        {
            AddExactly(x[j] * y[j], ref sum, ref lost);
        }

        return sum + lost;
    }

    private static void AddExactly<T>(T term, ref T sum, ref T lost)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T total = sum + term;
        lost += T.Abs(sum) >= T.Abs(term) ? (sum - total) + term : (term - total) + sum;
        sum = total;
    }
}
