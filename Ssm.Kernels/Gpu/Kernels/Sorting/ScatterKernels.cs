using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Rows added to the rows of a table that their indices name, equal indices in the order of the rows.</summary>
/// <remarks>
/// Index and row as one key, the index above: sorted, the rows of one table row stand beside each other in their order.
/// Chunks of them are summed by themselves, so that an index that every second row has does not keep one thread busy
/// for long, and then the parts of a run. No atomics: the same bits every time.
/// </remarks>
internal static class ScatterKernels
{
    /// <summary>Sorted keys that one thread walks over.</summary>
    internal const int Chunk = 64;

    // Greater than every key that counts, and its index.
    private const ulong None = ulong.MaxValue;
    private const ulong NoEntry = None >> 32;

    /// <summary>The keys of the rows, filled up with ones that come last; so does an index outside the table.</summary>
    internal static void Keys(ArrayView<int> indices, ArrayView<ulong> keys, int entries, int count, int length)
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            int index = i < count ? indices[i] : -1;
            keys[i] = index >= 0 && index < entries ? ((ulong)index << 32) | (uint)i : None;
        }
    }

    /// <summary>
    /// The sums of runs of one index, each within a chunk of the sorted keys; one thread for a column of a chunk. A run
    /// that lies in its chunk is added to the table.
    /// </summary>
    /// <param name="keys">Sorted.</param>
    /// <param name="rows">(count, width).</param>
    /// <param name="table">Added to.</param>
    /// <param name="heads">(chunks, width): the part of a run that began in a chunk before.</param>
    /// <param name="tails">(chunks, width): the part of a run that goes on in the next chunk.</param>
    /// <param name="width">Columns.</param>
    /// <param name="count">Keys.</param>
    /// <param name="length">Columns of all chunks.</param>
    internal static void SumRuns<T>(
        ArrayView<ulong> keys, ArrayView<T> rows, ArrayView<T> table, ArrayView<T> heads, ArrayView<T> tails,
        Divisor width, int count, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            int chunk = width.Quotient(i), column = i - (chunk * width.Value), at = chunk * Chunk;
            int end = at + Chunk < count ? at + Chunk : count;
            ulong entry = keys[at] >> 32;
            bool begins = at == 0 || (keys[at == 0 ? 0 : at - 1] >> 32) != entry;
            T sum = T.Zero;
            for (; at < end; at++)
            {
                ulong key = keys[at];
                if ((key >> 32) != entry)
                {
                    int to = begins ? ((int)entry * width.Value) + column : i;
                    if (begins)
                    {
                        table[to] += sum;
                    }
                    else
                    {
                        heads[to] = sum;
                    }

                    sum = T.Zero;
                    entry = key >> 32;
                    begins = true;
                }

                if (entry != NoEntry)
                {
                    sum += rows[((int)(key & 0xFFFFFFFFul) * width.Value) + column];
                }
            }

            bool ends = at == count || (keys[at == count ? 0 : at] >> 32) != entry;
            if (!begins)
            {
                heads[i] = sum;
            }
            else if (!ends)
            {
                tails[i] = sum;
            }
            else if (entry != NoEntry)
            {
                table[((int)entry * width.Value) + column] += sum;
            }
        }
    }

    /// <summary>The parts of each run that crosses chunks, added up in order and then to the table.</summary>
    internal static void JoinRuns<T>(
        ArrayView<ulong> keys, ArrayView<T> table, ArrayView<T> heads, ArrayView<T> tails, Divisor width, int chunks,
        int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            // The run at the end of this chunk: it is this thread's where it began here and goes on in the next.
            int chunk = width.Quotient(i), column = i - (chunk * width.Value), next = chunk + 1;
            bool last = next == chunks;
            ulong entry = keys[(next * Chunk) - 1] >> 32;
            bool begins = chunk == 0 || (keys[chunk == 0 ? 0 : (chunk * Chunk) - 1] >> 32) != entry;
            if (!last && begins && entry != NoEntry && (keys[last ? 0 : next * Chunk] >> 32) == entry)
            {
                T sum = tails[i];
                while (next < chunks && (keys[next * Chunk] >> 32) == entry)
                {
                    sum += heads[(next * width.Value) + column];
                    next++;
                }

                table[((int)entry * width.Value) + column] += sum;
            }
        }
    }
}
