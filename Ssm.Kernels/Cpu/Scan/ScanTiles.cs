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

    private readonly ScanShape _shape;
    private readonly int _tile;
    private readonly int _tiles;

    internal ScanTiles(ScanShape shape)
    {
        int wanted = (EnoughSequences + Math.Max(1, shape.Batch) - 1) / Math.Max(1, shape.Batch);
        int channels = (shape.Channels + wanted - 1) / wanted;
        _shape = shape;
        _tile = Math.Max(SmallestTile, (channels + SmallestTile - 1) / SmallestTile * SmallestTile);
        _tiles = (shape.Channels + _tile - 1) / _tile;
    }

    /// <summary>How many pieces there are.</summary>
    internal int Count => _shape.Batch * _tiles;

    /// <summary>Which sequence a piece belongs to, its first channel, and how many channels it has.</summary>
    internal (int Batch, int Channel, int Channels) this[int piece]
    {
        get
        {
            int channel = piece % _tiles * _tile;
            return (piece / _tiles, channel, Math.Min(_tile, _shape.Channels - channel));
        }
    }
}
