namespace Ssm.Kernels;

/// <summary>What the pieces of an <see cref="S5Recurrence"/> share; null is an argument left out.</summary>
internal readonly unsafe struct S5RecurrenceWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Numbers that the inputs, the states and the outputs of a chunk may have together: most of a second-level cache.
    private const int ChunkNumbers = 3 << 15;
    private const int MostRows = 512;
    private const int LeastRows = 32;

    // Partial sums of the gradients: enough for as many threads as a batch may keep busy.
    private const int MostGroups = 16;

    internal required RecurrenceShape Shape { get; init; }

    internal required bool Reversed { get; init; }

    /// <summary>Threads for the products of one chunk: all of them where there is but one sequence.</summary>
    internal required int InnerThreads { get; init; }

    internal required PlanePointers<T> A { get; init; }

    /// <summary>[Re B̄; Im B̄], (2P, H).</summary>
    internal required T* B { get; init; }

    /// <summary>scale·[Re C, −Im C], (H, 2P).</summary>
    internal required T* C { get; init; }

    internal required T* D { get; init; }

    internal required T* U { get; init; }

    internal required PlanePointers<T> X0 { get; init; }

    internal required int* Resets { get; init; }

    /// <summary>(B, chunks, 2P): the states before each chunk.</summary>
    internal required T* Borders { get; init; }

    internal T* Y { get; init; }

    internal PlanePointers<T> Last { get; init; }

    internal T* Dy { get; init; }

    internal T* Du { get; init; }

    internal PlanePointers<T> Dlast { get; init; }

    internal PlanePointers<T> Dx0 { get; init; }

    /// <summary>(groups, …): each group's gradients of B (2P, H), C (H, 2P), ā (2P), d (H).</summary>
    internal T* Partials { get; init; }

    /// <summary>Numbers in a row of states: real parts, then imaginary parts.</summary>
    internal int Width => 2 * Shape.Modes;

    /// <summary>Steps of a chunk.</summary>
    internal static int ChunkRows(RecurrenceShape shape) => (int)Math.Clamp(
        ChunkNumbers / Math.Max(1L, (2L * shape.Modes) + (2L * shape.Channels)), LeastRows, MostRows);

    internal static int Chunks(RecurrenceShape shape)
    {
        int rows = ChunkRows(shape);
        return (int)(((long)shape.Length + rows - 1) / rows);
    }

    /// <summary>Sequences that share a partial sum.</summary>
    internal int GroupSize => Math.Max(1, (Shape.Batch + MostGroups - 1) / MostGroups);

    internal int Groups => (Shape.Batch + GroupSize - 1) / GroupSize;

    /// <summary>Numbers in the partial sums of a group.</summary>
    internal int GroupNumbers => checked((2 * Width * Shape.Channels) + Width + Shape.Channels);

    /// <summary>The first step in memory of a chunk of the walk, and how many there are.</summary>
    internal (int Time, int Rows) Chunk(int chunk, int rows)
    {
        int start = chunk * rows;
        int end = Math.Min(Shape.Length, start + rows);
        return (Reversed ? Shape.Length - end : start, end - start);
    }

    internal nint Row(int batch, int time) => (((nint)batch * Shape.Length) + time) * Shape.Channels;

    /// <summary>Whether nothing passes to a step of the walk from the one before it.</summary>
    internal bool Drops(int batch, int walked)
    {
        if (Resets == null || (Reversed && walked == 0))
        {
            return false;
        }

        int begins = Reversed ? Shape.Length - walked : walked;
        return Resets[((nint)batch * Shape.Length) + begins] != 0;
    }
}
