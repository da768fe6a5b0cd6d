namespace Ssm.Kernels;

/// <summary>What the pieces of a selective scan share; null is an operand that was left out.</summary>
internal readonly unsafe struct SelectiveWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The most channels of a piece: rows of a page's quarter are long enough for the prefetchers.</summary>
    private const int MostPieceBytes = 1024;

    /// <summary>The fewest: one cache line a row costs a quarter more time, two cost nothing.</summary>
    private const int LeastPieceBytes = 128;

    internal required SelectiveScanShape Shape { get; init; }

    internal T* U { get; init; }

    internal T* Delta { get; init; }

    internal T* A { get; init; }

    internal T* B { get; init; }

    internal T* C { get; init; }

    internal T* Skip { get; init; }

    internal T* Gate { get; init; }

    internal T* DeltaBias { get; init; }

    internal T* Initial { get; init; }

    /// <summary>Whether A, B, C and the states are complex. The imaginary planes below are read only then.</summary>
    internal bool Complex { get; init; }

    internal T* AIm { get; init; }

    internal T* BIm { get; init; }

    internal T* CIm { get; init; }

    internal T* InitialIm { get; init; }

    internal int* Resets { get; init; }

    internal bool Softplus { get; init; }

    internal T* Y { get; init; }

    internal T* Final { get; init; }

    internal T* FinalIm { get; init; }

    internal T* Carries { get; init; }

    /// <summary>How many planes the states have: real parts, and in a complex scan imaginary parts behind them.
    /// </summary>
    internal int Planes => Complex ? 2 : 1;

    /// <summary>The sizes with each plane's states counted: how rates and states lie in a piece's memory.</summary>
    internal SelectiveScanShape Packed => Shape with { States = Planes * Shape.States };

    /// <summary>Channels of a piece, of which only the last of a group has fewer.</summary>
    /// <remarks>Small batches are cut finer, so that there is work for several threads.</remarks>
    internal int PieceChannels
    {
        get
        {
            int channels = MostPieceBytes / sizeof(T), least = Math.Max(LeastPieceBytes / sizeof(T), Vector<T>.Count);
            while (channels > least && (long)Shape.Batch * Shape.Channels < 8L * channels)
            {
                channels /= 2;
            }

            return channels;
        }
    }

    /// <summary>Pieces of one group of one sequence.</summary>
    internal int GroupPieces => (Shape.GroupChannels + PieceChannels - 1) / PieceChannels;

    internal int Pieces => checked(Shape.Batch * Shape.Groups * GroupPieces);

    /// <summary>About how many elementary operations the scan takes.</summary>
    internal long Operations => 16L * Shape.Elements * ((Complex ? 3 * Shape.States : Shape.States) + 4);

    /// <summary>The sequence, the group, the first channel and the number of channels of a piece.</summary>
    internal (int Batch, int Group, int Channel, int Channels) this[int piece]
    {
        get
        {
            (int rest, int block) = Math.DivRem(piece, GroupPieces);
            (int batch, int group) = Math.DivRem(rest, Shape.Groups);
            int first = block * PieceChannels;
            int channels = Math.Min(PieceChannels, Shape.GroupChannels - first);
            return (batch, group, (group * Shape.GroupChannels) + first, channels);
        }
    }

    /// <summary>Where the row of a step begins in an array (B, L, D).</summary>
    internal nint Row(int batch, int time) => (((nint)batch * Shape.Length) + time) * Shape.Channels;

    /// <summary>Where the weights of a step and a group begin in an array (B, L, G, N).</summary>
    internal nint Weights(int batch, int time, int group) =>
        (((((nint)batch * Shape.Length) + time) * Shape.Groups) + group) * Shape.States;

    /// <summary>From one step's weights to the next's.</summary>
    internal nint WeightStep => (nint)Shape.Groups * Shape.States;

    /// <summary>Where the states of a channel begin in an array (B, D, N).</summary>
    internal nint State(int batch, int channel) => (((nint)batch * Shape.Channels) + channel) * Shape.States;

    /// <summary>Where the states before a tile begin in the kept ones, (B, ⌈L/32⌉, planes, N, D).</summary>
    internal nint Carry(int batch, int time, int channel)
    {
        nint tile = ((nint)batch * Shape.Carries) + (time / SelectiveTile<T>.Steps);
        return (tile * Planes * Shape.States * Shape.Channels) + channel;
    }
}
