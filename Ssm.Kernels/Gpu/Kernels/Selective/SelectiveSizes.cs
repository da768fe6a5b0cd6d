namespace Ssm.Kernels.Gpu;

/// <summary>The sizes of a selective scan, how it is cut, and which states a pass is about.</summary>
internal readonly struct SelectiveSizes(
    in SelectiveScanShape shape, int chunkTiles, bool softplus, int first, int width)
{
    internal readonly int Batch = shape.Batch;
    internal readonly int Length = shape.Length;
    internal readonly int Channels = shape.Channels;
    internal readonly int States = shape.States;
    internal readonly int Groups = shape.Groups;

    /// <summary>Channels that share weights.</summary>
    internal readonly int GroupChannels = shape.Channels / shape.Groups;

    /// <summary>Groups of threads for the channels of a group of weights.</summary>
    internal readonly int Tiles =
        ((shape.Channels / shape.Groups) + SelectiveBack.Threads - 1) / SelectiveBack.Threads;

    /// <summary>Tiles of 32 steps: the length of an axis of the kept states.</summary>
    internal readonly int Carries = shape.Carries;

    /// <summary>Steps of a chunk, whole tiles.</summary>
    internal readonly int ChunkSteps = chunkTiles * SelectiveScanShape.CarrySteps;

    /// <summary>Chunks that a sequence is cut into, one at least.</summary>
    internal readonly int Chunks = Math.Max(1, (shape.Carries + chunkTiles - 1) / chunkTiles);

    internal readonly int Softplus = softplus ? 1 : 0;

    /// <summary>The first state of the pass.</summary>
    internal readonly int First = first;

    /// <summary>How many states it is about.</summary>
    internal readonly int Width = width;

    /// <summary>Whether sums over states begin with this pass.</summary>
    internal readonly int IsFirst = first == 0 ? 1 : 0;

    /// <summary>Whether they end with it.</summary>
    internal readonly int IsLast = first + width == shape.States ? 1 : 0;
}

/// <summary>What a group of threads works on: one sequence, one chunk of it, one channel for each thread.</summary>
internal readonly struct SelectivePlace(SelectiveSizes sizes, int index, int chunks, int firstChunk, int thread)
{
    internal readonly int Chunk = firstChunk + (index % chunks);
    internal readonly int Tile = (index / chunks) % sizes.Tiles;
    internal readonly int Group = ((index / chunks) / sizes.Tiles) % sizes.Groups;
    internal readonly int Batch = ((index / chunks) / sizes.Tiles) / sizes.Groups;
    private readonly int _thread = thread;

    /// <summary>Whether there is a channel for this thread; where not, it repeats the last one and writes nothing.
    /// </summary>
    internal bool Counts(SelectiveSizes sizes) => (Tile * SelectiveBack.Threads) + _thread < sizes.GroupChannels;

    internal int Channel(SelectiveSizes sizes)
    {
        int channel = (Tile * SelectiveBack.Threads) + _thread;
        channel = channel < sizes.GroupChannels ? channel : sizes.GroupChannels - 1;
        return (Group * sizes.GroupChannels) + channel;
    }

    /// <summary>The first step of the chunk.</summary>
    internal int Begin(SelectiveSizes sizes) => Chunk * sizes.ChunkSteps;

    /// <summary>The end of the chunk.</summary>
    internal int End(SelectiveSizes sizes)
    {
        int end = (Chunk + 1) * sizes.ChunkSteps;
        return end < sizes.Length ? end : sizes.Length;
    }

    /// <summary>Where numbers (B, chunks, width, D) of this thread's channel begin.</summary>
    internal int ChunkState(SelectiveSizes sizes) =>
        ((((Batch * sizes.Chunks) + Chunk) * sizes.Width) * sizes.Channels) + Channel(sizes);

    /// <summary>Where numbers (B, chunks, D) of this thread's channel are.</summary>
    internal int ChunkChannel(SelectiveSizes sizes) =>
        (((Batch * sizes.Chunks) + Chunk) * sizes.Channels) + Channel(sizes);
}
