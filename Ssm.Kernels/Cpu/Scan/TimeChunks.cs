namespace Ssm.Kernels;

/// <summary>How a scan in parallel over time cuts its sequences: by the shape alone.</summary>
internal readonly struct TimeChunks
{
    /// <summary>The most chunks of a group that any shape has.</summary>
    internal const int MostInGroup = 64;

    /// <summary>So many pieces are worked on at a time: so many threads are kept busy.</summary>
    private const int Pieces = 16;

    /// <summary>
    /// About how many elements a piece of all sequences has: a group of factors and inputs fits two large L2.
    /// </summary>
    private const int Elements = 1 << 13;

    /// <summary>A summary costs a few rows of work: shorter chunks are not worth theirs.</summary>
    private const int SmallestChunk = 16;

    private TimeChunks(int rows, int together)
    {
        Rows = rows;
        Together = together;
    }

    /// <summary>The rows of a chunk.</summary>
    internal int Rows { get; }

    /// <summary>How many chunks are stepped side by side: as many as make up four vectors.</summary>
    internal int Together { get; }

    /// <summary>The most chunks that are summarised, joined and finished together.</summary>
    internal int InGroup => Pieces * Together;

    internal static TimeChunks Of<T>(ScanShape shape)
    {
        int together = shape.Channels < Vector<T>.Count ? 1
            : shape.Channels == Vector<T>.Count ? 4
            : shape.Channels <= 2 * Vector<T>.Count ? 2 : 1;
        return new(Math.Max(SmallestChunk, Elements / together / shape.StateElements), together);
    }
}
