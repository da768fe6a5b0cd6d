namespace Ssm.Kernels;

/// <summary>A forward transform, e^(−2πi·jk/n), of one row of planar complex numbers.</summary>
internal abstract unsafe class RowTransform<T>(int length)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The number of points.</summary>
    internal int Length { get; } = length;

    /// <summary>How many rows one call transforms: a vector of them, where lanes run over rows, or one.</summary>
    internal virtual int RowsAtOnce => 1;

    /// <summary>How many elements of scratch memory a call needs, aligned to a cache line.</summary>
    internal abstract long ScratchLength { get; }

    /// <summary>Transforms <paramref name="rows"/> rows, <see cref="RowsAtOnce"/> at most, one after the other.
    /// </summary>
    /// <remarks>All of a row is read before any of it is written, so the result may lie where the row is.</remarks>
    internal abstract void Forward(in RowJob<T> job, int rows, T* scratch, int threads);

    /// <summary>The algorithm that the length calls for.</summary>
    internal static RowTransform<T> Create(int length)
    {
        if (LargestFactor(length) > LaneTransform<T>.LargestPrime)
        {
            return new RowBluestein<T>(length);
        }

        int lanes = Vector<T>.Count;
        if (length % (lanes * lanes) == 0 && length <= ShortRowFft<T>.Longest)
        {
            return new ShortRowFft<T>(length);
        }

        int columns = length < LongRowFft<T>.Shortest ? length : LongRowFft<T>.Columns(length);
        return columns == length ? new LaneRowFft<T>(length) : new LongRowFft<T>(length, columns);
    }

    private static int LargestFactor(int n)
    {
        int largest = 1;
        for (int p = 2; (long)p * p <= n; p++)
        {
            for (; n % p == 0; n /= p)
            {
                largest = p;
            }
        }

        return Math.Max(largest, n);
    }
}
