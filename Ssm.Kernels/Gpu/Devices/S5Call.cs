using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>What the pieces of an S5 recurrence share on a device.</summary>
/// <remarks>
/// A row of states is (2P): real parts, then imaginary parts. So B̄ is stacked to (2P, H), C to scale·[Re C, −Im C], (H, 2P),
/// and a complex product by real numbers is one real product.
/// </remarks>
internal readonly struct S5Call<T>(RecurrenceShape shape, bool reversed)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly RecurrenceShape Shape = shape;
    internal readonly bool Reversed = reversed;
    internal readonly S5Pieces Pieces = new(shape);

    internal ArrayView<T> U { get; init; }

    internal ComplexPlanes<T> A { get; init; }

    /// <summary>(2P, H).</summary>
    internal ArrayView<T> B { get; init; }

    /// <summary>(H, 2P).</summary>
    internal ArrayView<T> C { get; init; }

    internal ArrayView<T> D { get; init; }

    internal ArrayView<int> Resets { get; init; }

    /// <summary>(segments, B, P), the states before each segment of the walk.</summary>
    internal ComplexPlanes<T> Borders { get; init; }

    /// <summary>(rows, 2P), the states of a piece.</summary>
    internal ArrayView<T> X { get; init; }

    internal int Width => 2 * Shape.Modes;

    /// <summary>Rows of a piece in all.</summary>
    internal int MostRows => Pieces.Sequences * Pieces.Rows;

    /// <summary>Sequences from the first of a piece on.</summary>
    internal int Sequences(int first) => Math.Min(Pieces.Sequences, Shape.Batch - first);

    /// <summary>Steps of a segment of the walk.</summary>
    internal int RowsOf(int segment) => Math.Min(Pieces.Rows, Shape.Length - (segment * Pieces.Rows));

    /// <summary>The states before a segment of some sequences.</summary>
    internal ComplexPlanes<T> Border(int first, int segment) => Borders.Part(
        ((segment * Shape.Batch) + first) * Shape.Modes, Sequences(first) * Shape.Modes);

    /// <summary>A piece's rows of an array (B, L, H).</summary>
    internal ArrayView<T> Part(ArrayView<T> x, int first, int segment)
    {
        int walked = segment * Pieces.Rows, rows = RowsOf(segment);
        int time = Reversed ? Shape.Length - walked - rows : walked;
        return x.SubView(
            ((first * Shape.Length) + time) * Shape.Channels, Sequences(first) * rows * Shape.Channels);
    }

    /// <summary>The complex planes of rows of states.</summary>
    internal ComplexPlanes<T> Planes(ArrayView<T> x) =>
        new(x, x.SubView(Shape.Modes, x.IntLength - Shape.Modes));

    /// <summary>The flags of a piece's sequences.</summary>
    internal ArrayView<int> Flags(int first) => Resets.IntLength == 0
        ? Resets
        : Resets.SubView(first * Shape.Length, Sequences(first) * Shape.Length);

    /// <summary>How the scan goes through the states of a piece.</summary>
    internal ScanWalk Walk(int first, int segment)
    {
        int rows = RowsOf(segment), walked = segment * Pieces.Rows;

        // Where time runs backwards, a sequence that begins at a step ends what the step before it gets: nothing passes
        // from a step to the one before it where the former is the first of its sequence.
        return new ScanWalk
        {
            Batch = Sequences(first),
            Rows = rows,
            Channels = Shape.Modes,
            First = Reversed ? (rows - 1) * Width : 0,
            Step = Reversed ? -Width : Width,
            Stride = rows * Width,
            ResetFirst = Reversed ? Shape.Length - walked : walked,
            ResetStep = Reversed ? -1 : 1,
            ResetStride = Shape.Length,
            ResetFrom = Reversed && segment == 0 ? 1 : 0,
            ResetEnd = rows,
            ChunkRows = rows,
            Chunks = 1,
        };
    }
}
