namespace Ssm.Kernels.Gpu;

/// <summary>How a batch of products is cut into tiles, pieces of the depth and rounds, by its shape alone.</summary>
internal readonly struct MatMulCut
{
    private const int Large = 64;
    private const int Small = 32;

    private readonly int _depth;
    private readonly int _roundDepth;
    private readonly int _pieces;
    private readonly int _batch;

    private MatMulCut(
        in MatMulShape shape, in MatMulStrides batch, int tile, (int Enough, int Least, int Most) limits)
    {
        Left = new MatMulOperand(shape.M, shape.K, batch.LeftStride, shape.TransposeLeft ? 0 : 1);
        Right = new MatMulOperand(shape.N, shape.K, batch.RightStride, shape.TransposeRight ? 1 : 0);
        _depth = shape.K;
        _batch = batch.Count;
        Tile = tile;
        long tiles = Tiles(shape, batch, tile);
        _pieces = (int)Math.Max(1, Math.Min(limits.Enough / Math.Max(1, tiles), shape.K / limits.Least));
        _roundDepth = _pieces * limits.Most;
        Groups = checked((int)(tiles * _pieces));

        // A product without terms still clears C, or does what follows it.
        Rounds = tiles == 0 ? 0 : Math.Max(1, (int)((shape.K + (long)_roundDepth - 1) / _roundDepth));
    }

    /// <summary>The operands.</summary>
    internal MatMulOperand Left { get; }

    internal MatMulOperand Right { get; }

    /// <summary>Rows and columns of a tile.</summary>
    internal int Tile { get; }

    /// <summary>Groups of a launch.</summary>
    internal int Groups { get; }

    /// <summary>Launches, one after another.</summary>
    internal int Rounds { get; }

    internal static MatMulCut Of(in MatMulShape shape, in MatMulStrides batch, int enough, int least, int most)
    {
        bool wide = shape.M > Small && shape.N > Small;
        bool large = wide && (shape.K >= 4 * least || Tiles(shape, batch, Large) >= enough);
        return new MatMulCut(shape, batch, large ? Large : Small, (enough, least, most));
    }

    internal static MatMulCut OfComplex(
        in MatMulShape shape, in MatMulStrides batch, int enough, int least, int most) =>
        new(shape, batch, Small, (enough, least, most));

    /// <summary>What a launch does; all after the first add to C.</summary>
    internal MatMulPlan Round(int round, bool accumulate)
    {
        int first = round * _roundDepth;
        int last = (int)Math.Min(_depth, (long)first + _roundDepth);
        int piece = (last - first + _pieces - 1) / _pieces;
        return new MatMulPlan(Count(Right.Lines, Tile), Count(Left.Lines, Tile))
        {
            FirstDepth = first,
            LastDepth = last,
            Pieces = _pieces,
            PieceDepth = (piece + MatMulSlabs.Depth - 1) / MatMulSlabs.Depth * MatMulSlabs.Depth,
            PieceStride = _batch * Left.Lines * Right.Lines,
            Accumulate = accumulate || round > 0 ? 1 : 0,
        };
    }

    private static long Tiles(in MatMulShape shape, in MatMulStrides batch, int tile) =>
        (long)Count(shape.M, tile) * Count(shape.N, tile) * batch.Count;

    private static int Count(int lines, int tile) => (int)(((long)lines + tile - 1) / tile);
}
