using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The loops of <see cref="Reduce"/>, once for every operation.</summary>
internal static unsafe class ReduceAxis<T, TReduction>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReduction : struct, IReduction<T>
{
    // Columns that are reduced together: a row of them is 1 or 2 KiB, and their partial results stay in L1.
    private const int TileColumns = 256;

    // Rows, or numbers where inner is 1, that are combined one after another.
    private const int LeafRows = 32;
    private const int LeafNumbers = 512;

    // Numbers in a chunk of a long axis; chunks are what threads share where nothing else is to be shared.
    private const int ChunkNumbers = 1 << 16;

    // Halving an axis of 2^31 rows down to leaves takes fewer steps.
    private const int MostLevels = 27;

    internal static void Run(T* source, T* destination, int outer, int length, int inner, int threads)
    {
        int rows = Math.Max(LeafRows, ChunkNumbers / Math.Max(1, inner));
        if (length < 2 * rows)
        {
            RunChunks(new Layout(source, destination, outer, length, inner, length), threads);
            return;
        }

        // A long axis is reduced to one row for each chunk, and then these rows are.
        Layout chunked = new(source, null, outer, length, inner, rows);
        T[] buffer = ArrayPool<T>.Shared.Rent(checked(outer * chunked.Chunks * inner));
        fixed (T* partial = buffer)
        {
            RunChunks(new Layout(source, partial, outer, length, inner, rows), threads);
            Run(partial, destination, outer, chunked.Chunks, inner, threads);
        }

        ArrayPool<T>.Shared.Return(buffer);
    }

    private static void RunChunks(Layout layout, int threads)
    {
        long work = (long)layout.Outer * layout.Length * layout.Inner;
        int items = checked(layout.Outer * layout.Chunks * layout.Tiles);
        int size = layout.ChunkRows * Math.Max(1, Math.Min(layout.Inner, TileColumns));
        WorkSplit.Run(items, Math.Max(1, (ChunkNumbers / 2) / size), work, threads, layout, ReduceItems);
    }

    private static void ReduceItems(Layout layout, int start, int end)
    {
        T* scratch = stackalloc T[layout.Inner == 1 ? 1 : ScratchLength(layout)];
        for (int item = start; item < end; item++)
        {
            int tile = item % layout.Tiles, chunk = item / layout.Tiles % layout.Chunks;
            int index = item / layout.Tiles / layout.Chunks;
            int first = chunk * layout.ChunkRows, rows = Math.Min(layout.ChunkRows, layout.Length - first);
            T* from = layout.Source + ((((nint)index * layout.Length) + first) * layout.Inner) + (tile * TileColumns);
            T* to = layout.Destination
                + ((((nint)index * layout.Chunks) + chunk) * layout.Inner) + (tile * TileColumns);
            if (layout.Inner == 1)
            {
                *to = Numbers(from, rows);
            }
            else
            {
                int columns = Math.Min(TileColumns, layout.Inner - (tile * TileColumns));
                Rows(from, rows, layout.Inner, columns, to, scratch);
            }
        }
    }

    // One row of partial results for each level of the tree: no more levels than the rows ask for.
    private static int ScratchLength(Layout layout)
    {
        int levels = Math.Min(MostLevels, BitOperations.Log2((uint)layout.ChunkRows) + 1);
        return levels * Math.Min(TileColumns, layout.Inner);
    }

    private static void Rows(T* source, int rows, nint stride, int columns, T* result, T* scratch)
    {
        if (rows <= LeafRows)
        {
            LeafOfRows(source, rows, stride, columns, result);
            return;
        }

        int half = FirstHalf(rows, LeafRows);
        Rows(source, half, stride, columns, result, scratch);
        Rows(source + (half * stride), rows - half, stride, columns, scratch, scratch + columns);
        CombineRows(scratch, columns, result);
    }

    // Half of the leaves, the larger one first: so all leaves but the last are full.
    private static int FirstHalf(int count, int leaf)
    {
        int leaves = (int)(((long)count + leaf - 1) / leaf);
        return (leaves + 1) / 2 * leaf;
    }

    private static void LeafOfRows(T* source, int rows, nint stride, int columns, T* result)
    {
        new ReadOnlySpan<T>(source, columns).CopyTo(new Span<T>(result, columns));
        int row = 1;
        for (; row <= rows - 4; row += 4)
        {
            CombineFourRows(source + (row * stride), stride, columns, result);
        }

        for (; row < rows; row++)
        {
            CombineRows(source + (row * stride), columns, result);
        }
    }

    private static void CombineFourRows(T* row0, nint stride, int columns, T* result)
    {
        T* row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
        nint j = 0;
        for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> x = TReduction.Combine(Vector.Load(row0 + j), Vector.Load(row1 + j));
            Vector<T> y = TReduction.Combine(Vector.Load(row2 + j), Vector.Load(row3 + j));
            TReduction.Combine(Vector.Load(result + j), TReduction.Combine(x, y)).Store(result + j);
        }

        for (; j < columns; j++)
        {
            T x = TReduction.Combine(row0[j], row1[j]), y = TReduction.Combine(row2[j], row3[j]);
            result[j] = TReduction.Combine(result[j], TReduction.Combine(x, y));
        }
    }

    private static void CombineRows(T* row, int columns, T* result)
    {
        nint j = 0;
        for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count)
        {
            TReduction.Combine(Vector.Load(result + j), Vector.Load(row + j)).Store(result + j);
        }

        for (; j < columns; j++)
        {
            result[j] = TReduction.Combine(result[j], row[j]);
        }
    }

    private static T Numbers(T* source, int count)
    {
        if (count <= LeafNumbers)
        {
            return LeafOfNumbers(source, count);
        }

        int half = FirstHalf(count, LeafNumbers);
        return TReduction.Combine(Numbers(source, half), Numbers(source + half, count - half));
    }

    // Four vectors side by side, then one, then its lanes in halves, then fewer numbers than a vector one by one.
    private static T LeafOfNumbers(T* source, int count)
    {
        Vector<T> a = new(TReduction.Identity), b = a, c = a, d = a;
        int i = 0;
        for (; i <= count - (4 * Vector<T>.Count); i += 4 * Vector<T>.Count)
        {
            a = TReduction.Combine(a, Vector.Load(source + i));
            b = TReduction.Combine(b, Vector.Load(source + i + Vector<T>.Count));
            c = TReduction.Combine(c, Vector.Load(source + i + (2 * Vector<T>.Count)));
            d = TReduction.Combine(d, Vector.Load(source + i + (3 * Vector<T>.Count)));
        }

        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            a = TReduction.Combine(a, Vector.Load(source + i));
        }

        T result = CombineLanes(TReduction.Combine(TReduction.Combine(a, b), TReduction.Combine(c, d)));
        for (; i < count; i++)
        {
            result = TReduction.Combine(result, source[i]);
        }

        return result;
    }

    private static T CombineLanes(Vector<T> lanes)
    {
        T* values = stackalloc T[Vector<T>.Count];
        lanes.Store(values);
        for (int half = Vector<T>.Count / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                values[i] = TReduction.Combine(values[i], values[i + half]);
            }
        }

        return values[0];
    }

    /// <summary>(outer, length, inner) to (outer, chunks, inner).</summary>
    private readonly struct Layout
    {
        internal Layout(T* source, T* destination, int outer, int length, int inner, int chunkRows)
        {
            Source = source;
            Destination = destination;
            Outer = outer;
            Length = length;
            Inner = inner;
            ChunkRows = chunkRows;
            Chunks = (int)(((long)length + chunkRows - 1) / chunkRows);
            Tiles = (inner + TileColumns - 1) / TileColumns;
        }

        internal T* Source { get; }

        internal T* Destination { get; }

        internal int Outer { get; }

        internal int Length { get; }

        internal int Inner { get; }

        internal int ChunkRows { get; }

        internal int Chunks { get; }

        internal int Tiles { get; }
    }
}
