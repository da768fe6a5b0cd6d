namespace Ssm.Kernels;

/// <summary>How a scan is cut into pieces: sequences, and, where these are few, tiles of their channels.</summary>
internal readonly struct ScanTiles
{
    /// <summary>
    /// With this many sequences there is work enough without cutting rows, which disturbs the prefetcher.
    /// </summary>
    private const int EnoughSequences = 8;

    /// <summary>The least channels of a tile: several cache lines, so that two threads rarely meet in one.</summary>
    private const int SmallestTile = 64;

    /// <summary>
    /// The same where rows come from memory: parts of rows that are shorter than this take twice as long as whole ones.
    /// </summary>
    private const int SmallestFarTile = 512;

    /// <summary>Arrays of more elements than this do not stay in a cache from one kernel to the next.</summary>
    private const int FarElements = 1 << 19;

    private readonly int _channels;
    private readonly int _tile;
    private readonly int _tiles;

    internal ScanTiles(ScanShape shape)
    {
        int wanted = (EnoughSequences + Math.Max(1, shape.Batch) - 1) / Math.Max(1, shape.Batch);
        int channels = (shape.Channels + wanted - 1) / wanted;
        int smallest = shape.Elements > FarElements ? SmallestFarTile : SmallestTile;
        _channels = shape.Channels;
        _tile = Math.Max(smallest, (channels + SmallestTile - 1) / SmallestTile * SmallestTile);

        // The last tile takes what is left: none is so narrow that its vectors would reach into another.
        _tiles = Math.Max(1, shape.Channels / _tile);
        Count = shape.Batch * _tiles;
    }

    /// <summary>How many pieces there are.</summary>
    internal int Count { get; }

    /// <summary>Which sequence a piece belongs to, its first channel, and how many channels it has.</summary>
    internal (int Batch, int Channel, int Channels) this[int piece]
    {
        get
        {
            (int batch, int tile) = Math.DivRem(piece, _tiles);
            int channel = tile * _tile;
            return (batch, channel, (tile == _tiles - 1 ? _channels : channel + _tile) - channel);
        }
    }
}
