namespace Ssm.Kernels.Gpu;

/// <summary>The sizes of a Vandermonde product: time is cut into blocks of 64, l = 64 m + j.</summary>
internal readonly struct VandermondeSizes(in VandermondeShape shape, int firstBlock, int blocks, int pieceBlocks)
{
    internal readonly int Length = shape.Length;
    internal readonly int Channels = shape.Channels;
    internal readonly int Modes = shape.Modes;

    /// <summary>The first block of those whose heads are at hand.</summary>
    internal readonly int FirstBlock = firstBlock;

    /// <summary>How many they are.</summary>
    internal readonly int Blocks = blocks;

    /// <summary>Blocks that one thread of the adjoint adds up, a multiple of four.</summary>
    internal readonly int PieceBlocks = pieceBlocks;

    internal int Poles => Channels * Modes;

    /// <summary>Pieces of the blocks at hand.</summary>
    internal int Pieces => (Blocks + PieceBlocks - 1) / PieceBlocks;
}
