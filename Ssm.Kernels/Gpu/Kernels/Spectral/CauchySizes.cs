namespace Ssm.Kernels.Gpu;

/// <summary>The sizes of Cauchy sums; numerators go in pairs, an odd last one has zeros for a partner.</summary>
internal readonly struct CauchySizes(in CauchyShape shape, int piece)
{
    internal readonly int Numerators = shape.Numerators;
    internal readonly int Length = shape.Length;
    internal readonly int Frequencies = shape.Frequencies;
    internal readonly int Channels = shape.Channels;
    internal readonly int Modes = shape.Modes;
    internal readonly int Pairs = (shape.Numerators + 1) / 2;

    /// <summary>Frequencies that one thread of the adjoint adds up.</summary>
    internal readonly int Piece = piece;

    internal int Poles => Channels * Modes;

    internal int Pieces => (Frequencies + Piece - 1) / Piece;
}
