using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Rows added to the rows of a table that their indices name, equal indices in the order of the rows.</summary>
/// <remarks>
/// Index and row as one key, the index above: sorted, the rows of one table row stand beside each other in their order,
/// and one thread for each of its columns adds them up. No atomics: the same bits every time, and as on the CPU but
/// for fused sums.
/// </remarks>
internal static class ScatterKernels
{
    // Greater than every key that counts.
    private const ulong None = ulong.MaxValue;

    /// <summary>The keys of the rows, filled up with ones that come last; so does an index outside the table.</summary>
    internal static void Keys(ArrayView<int> indices, ArrayView<ulong> keys, int entries, int count, int length)
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            int index = i < count ? indices[i] : -1;
            keys[i] = index >= 0 && index < entries ? ((ulong)index << 32) | (uint)i : None;
        }
    }

    /// <summary>Adds the rows of each table row: the thread at the first of them does it, for one column.</summary>
    internal static void AddRows<T>(
        ArrayView<ulong> keys, ArrayView<T> rows, ArrayView<T> table, Divisor width, int count, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            int at = width.Quotient(i), column = i - (at * width.Value);
            ulong key = keys[at], entry = key >> 32;
            bool first = key != None && (at == 0 || (keys[at == 0 ? 0 : at - 1] >> 32) != entry);
            if (first)
            {
                int to = ((int)entry * width.Value) + column;
                T sum = table[to];
                while ((key >> 32) == entry)
                {
                    sum += rows[((int)(key & 0xFFFFFFFFul) * width.Value) + column];
                    at++;
                    key = at < count ? keys[at] : None;
                }

                table[to] = sum;
            }
        }
    }
}
