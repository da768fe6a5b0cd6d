namespace Ssm.Kernels.Gpu;

/// <summary>How groups share a batch of matrix products: each computes one tile of one product over one piece of the
/// depth.</summary>
internal readonly struct MatMulPlan(int columnTiles, int rowTiles)
{
    internal readonly int ColumnTiles = columnTiles;
    internal readonly int RowTiles = rowTiles;

    /// <summary>The terms of the sums that this launch adds, from the first up to the last.</summary>
    internal int FirstDepth { get; init; }

    internal int LastDepth { get; init; }

    /// <summary>Into how many pieces these are cut, and how many terms a piece has.</summary>
    internal int Pieces { get; init; }

    internal int PieceDepth { get; init; }

    /// <summary>From the results of one piece to those of the next.</summary>
    internal int PieceStride { get; init; }

    /// <summary>Not zero where C is added to.</summary>
    internal int Accumulate { get; init; }

    /// <summary>The same, writing to memory with whatever content.</summary>
    internal MatMulPlan Overwriting() => new(ColumnTiles, RowTiles)
    {
        FirstDepth = FirstDepth,
        LastDepth = LastDepth,
        Pieces = Pieces,
        PieceDepth = PieceDepth,
        PieceStride = PieceStride,
    };
}
