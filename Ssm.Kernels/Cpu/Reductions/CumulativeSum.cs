namespace Ssm.Kernels;

/// <summary>Running sums along the middle axis of (outer, length, inner) arrays.</summary>
/// <remarks>
/// Added one after another along the axis, lanes over inner; so |error| ≤ length ε Σ |x|, and the bits depend on
/// nothing else. The destination may be the source.
/// </remarks>
public static unsafe class CumulativeSum
{
    // Columns that one piece takes along the whole axis.
    private const int TileColumns = 256;

    /// <summary>destination[o, l, i] = Σ over k ≤ l of source[o, k, i].</summary>
    /// <param name="source">(outer, length, inner).</param>
    /// <param name="destination">(outer, length, inner), apart from the source or the same memory.</param>
    /// <param name="outer">Product of the axes before the summed one.</param>
    /// <param name="length">The summed axis.</param>
    /// <param name="inner">Product of the axes behind it.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A span has not the length that the sizes ask for.</exception>
    public static void Forward<T>(
        ReadOnlySpan<T> source, Span<T> destination, int outer, int length, int inner, int threads)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Run(source, destination, outer, length, inner, reversed: false, threads);

    /// <summary>destination[o, l, i] = Σ over k ≥ l of source[o, k, i]: the adjoint of <see cref="Forward"/>.</summary>
    /// <inheritdoc cref="Forward"/>
    public static void Reversed<T>(
        ReadOnlySpan<T> source, Span<T> destination, int outer, int length, int inner, int threads)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Run(source, destination, outer, length, inner, reversed: true, threads);

    // The same walk from either end: only the first row and the sign of the step differ.
    private static void Run<T>(
        ReadOnlySpan<T> source, Span<T> destination, int outer, int length, int inner, bool reversed, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.AtLeast(outer, 0, nameof(CumulativeSum));
        Guard.AtLeast(length, 0, nameof(CumulativeSum));
        Guard.AtLeast(inner, 0, nameof(CumulativeSum));
        Guard.AtLeast(threads, 1, nameof(CumulativeSum));
        int size = checked(outer * length * inner);
        Guard.Length(source.Length, size, nameof(CumulativeSum));
        Guard.Length(destination.Length, size, nameof(CumulativeSum));
        if (size == 0)
        {
            return;
        }

        fixed (T* from = source, to = destination)
        {
            Walk<T> walk = new(from, to, length, inner, reversed);
            WorkSplit.Run(outer * walk.Tiles, 1, size, threads, walk, SumTiles);
        }
    }

    private static void SumTiles<T>(Walk<T> walk, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint step = walk.Reversed ? -walk.Inner : walk.Inner;
        for (int item = start; item < end; item++)
        {
            int column = item % walk.Tiles * TileColumns;
            nint offset = ((nint)(item / walk.Tiles) * walk.Length * walk.Inner) + column;
            offset += walk.Reversed ? (walk.Length - 1) * (nint)walk.Inner : 0;
            int columns = Math.Min(TileColumns, walk.Inner - column);
            new ReadOnlySpan<T>(walk.Source + offset, columns).CopyTo(new Span<T>(walk.Destination + offset, columns));
            for (int l = 1; l < walk.Length; l++)
            {
                offset += step;
                AddRows(walk.Source + offset, walk.Destination + offset - step, walk.Destination + offset, columns);
            }
        }
    }

    private static void AddRows<T>(T* x, T* before, T* sum, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count)
        {
            (Vector.Load(before + j) + Vector.Load(x + j)).Store(sum + j);
        }

        for (; j < columns; j++)
        {
            sum[j] = before[j] + x[j];
        }
    }

    private readonly struct Walk<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal Walk(T* source, T* destination, int length, int inner, bool reversed)
        {
            Source = source;
            Destination = destination;
            Length = length;
            Inner = inner;
            Reversed = reversed;
            Tiles = (inner + TileColumns - 1) / TileColumns;
        }

        internal T* Source { get; }

        internal T* Destination { get; }

        internal int Length { get; }

        internal int Inner { get; }

        internal bool Reversed { get; }

        internal int Tiles { get; }
    }
}
