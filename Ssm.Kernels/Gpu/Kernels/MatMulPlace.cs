using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>What this group computes: a tile of one product, and which terms of its sums.</summary>
internal readonly struct MatMulPlace(int batch, int row, int column, int firstDepth, int lastDepth, int start)
{
    internal readonly int Batch = batch;
    internal readonly int Row = row;
    internal readonly int Column = column;
    internal readonly int FirstDepth = firstDepth;
    internal readonly int LastDepth = lastDepth;

    /// <summary>Where this product's C, or this piece of it, starts.</summary>
    internal readonly int Start = start;

    internal static MatMulPlace Of(MatMulPlan plan, int tile, int size)
    {
        int index = Grid.IdxX;
        int column = index % plan.ColumnTiles;
        index /= plan.ColumnTiles;
        int row = index % plan.RowTiles;
        index /= plan.RowTiles;
        int piece = index % plan.Pieces;
        int batch = index / plan.Pieces;
        int first = plan.FirstDepth + (piece * plan.PieceDepth);
        return new MatMulPlace(
            batch, row * tile, column * tile, first, Math.Min(plan.LastDepth, first + plan.PieceDepth),
            (piece * plan.PieceStride) + (batch * size));
    }
}
