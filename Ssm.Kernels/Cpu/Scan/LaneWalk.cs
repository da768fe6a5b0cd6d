namespace Ssm.Kernels;

/// <summary>In which order the vectors of a row of channels are visited.</summary>
/// <remarks>
/// A loop whose rows descend in memory visits the vectors of each row downwards too: ascending vectors in descending
/// rows defeat the processor's prefetcher and take more than twice as long on sequences that are not in cache.
/// </remarks>
internal readonly struct LaneWalk
{
    /// <summary>How many channels the row has.</summary>
    internal readonly int Channels;

    /// <summary>How many whole vectors; the channels behind them are the scalar tail.</summary>
    internal readonly int Vectors;

    /// <summary>The channel at which the first visited vector begins.</summary>
    internal readonly nint First;

    /// <summary>From one visited vector to the next, in channels.</summary>
    internal readonly nint Step;

    internal LaneWalk(int channels, int lanes, bool descending)
    {
        Channels = channels;
        Vectors = channels / lanes;
        First = descending ? (Vectors - 1) * lanes : 0;
        Step = descending ? -lanes : lanes;
    }

    /// <summary>The first channel of the scalar tail.</summary>
    internal nint Tail(int lanes) => (nint)Vectors * lanes;
}
