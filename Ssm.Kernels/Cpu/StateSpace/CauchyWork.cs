namespace Ssm.Kernels;

/// <summary>What the pieces of <see cref="Cauchy"/> share.</summary>
internal readonly unsafe struct CauchyWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Channels of one piece: a row of them is a cache line of floats in the sums.</summary>
    internal const int Tile = 16;

    /// <summary>Numerators that one walk over the modes serves: their sums stay in registers.</summary>
    internal const int Pair = 2;

    internal required CauchyShape Shape { get; init; }

    internal required PlanePointers<T> V { get; init; }

    internal required PlanePointers<T> Z { get; init; }

    /// <summary>The sums (V, F, H), or their gradient.</summary>
    internal required PlanePointers<T> C { get; init; }

    internal required CauchyNodes<T> Nodes { get; init; }

    internal PlanePointers<T> Dv { get; init; }

    internal PlanePointers<T> Dz { get; init; }

    /// <summary>How many pieces the frequencies are cut into.</summary>
    internal int Blocks => (Shape.Frequencies + CauchyNodes<T>.Block - 1) / CauchyNodes<T>.Block;

    /// <summary>How many pieces the channels are cut into.</summary>
    internal int Tiles => (int)(((long)Shape.Channels + Tile - 1) / Tile);

    /// <summary>Where the numbers of a channel lie: in z, and for numerator 0 in v.</summary>
    internal nint Pole(int channel) => (nint)channel * Shape.Modes;

    /// <summary>Where v of a numerator and a channel lies.</summary>
    internal nint Weight(int numerator, int channel) =>
        (((nint)numerator * Shape.Channels) + channel) * Shape.Modes;

    /// <summary>Where the row of sums of a numerator and a frequency lies.</summary>
    internal nint Sum(int numerator, int frequency) =>
        (((nint)numerator * Shape.Frequencies) + frequency) * Shape.Channels;

    internal static (double Re, double Im) At(PlanePointers<T> plane, nint at) =>
        (double.CreateTruncating(plane.Re[at]), double.CreateTruncating(plane.Im[at]));
}
