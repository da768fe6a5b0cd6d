namespace Ssm.Kernels;

/// <summary>A part of the columns and of the depth, whose B is packed at one time, and how C is cut for it.</summary>
internal readonly unsafe struct MatMulSlab<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Blocks aimed at, so that a handful of threads finds equal shares.</summary>
    internal const int AimedBlocks = 8;

    // Bytes of A that a block copies: with the panel of B they stay in a second-level cache of 512 KiB.
    private const int MostLeft = 288 << 10;

    private const int LeastRows = 24;

    private readonly int _width;

    internal MatMulSlab(
        in MatMulProblem<T> problem,
        T* packed,
        (int First, int Count) columns,
        (int First, int Count) depth,
        (int Rows, int Columns, int Depth) tile)
    {
        Problem = problem;
        Packed = packed;
        (FirstColumn, Columns) = columns;
        (FirstDepth, Depth) = depth;
        _width = tile.Columns;
        BlockDepth = tile.Depth;
        Panels = MatMulPacked.RoundUp(Columns, _width) / _width;

        // As many rows as fit, in a number of blocks that several threads can share equally.
        int tiles = MatMulPacked.RoundUp(problem.M, tile.Rows) / tile.Rows;
        int most = Math.Max(1, MostLeft / (tile.Depth * sizeof(T) * tile.Rows));
        int blocks = MatMulPacked.RoundUp((tiles + most - 1) / most, AimedBlocks);
        int least = Math.Min(tiles, LeastRows / tile.Rows);
        BlockRows = Math.Max((tiles + blocks - 1) / blocks, least) * tile.Rows;
        RowBlocks = MatMulPacked.RoundUp(problem.M, BlockRows) / BlockRows;

        // Columns are cut only where there are few rows: each cut copies the same A again.
        int cuts = Math.Min(MatMulPacked.RoundUp(AimedBlocks, RowBlocks) / RowBlocks, Math.Max(1, Panels / 4));
        BlockPanels = MatMulPacked.RoundUp(Panels, cuts) / cuts;
        ColumnBlocks = MatMulPacked.RoundUp(Panels, BlockPanels) / BlockPanels;
    }

    internal MatMulProblem<T> Problem { get; }

    internal int FirstColumn { get; }

    internal int Columns { get; }

    internal int FirstDepth { get; }

    internal int Depth { get; }

    internal int BlockDepth { get; }

    internal int Panels { get; }

    internal int BlockRows { get; }

    internal int RowBlocks { get; }

    internal int BlockPanels { get; }

    internal int ColumnBlocks { get; }

    private T* Packed { get; }

    /// <summary>Where a panel's (depth, tile's columns) of the depth block that begins at k lies.</summary>
    internal T* PackedPanel(int panel, int k, int depth) =>
        Packed + ((((nint)k * Panels) + ((nint)panel * depth)) * _width);
}
