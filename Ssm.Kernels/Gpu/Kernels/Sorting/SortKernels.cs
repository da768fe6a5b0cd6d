using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Sorts 64-bit keys, in place.</summary>
/// <remarks>
/// Batcher, "Sorting Networks and Their Applications", 1968: the bitonic network, whose comparisons do not depend on
/// the keys. Those between keys of one tile are done in a group's shared memory, many at a time; the others each in a
/// pass of their own. The number of keys is a power of two, and not less than a tile.
/// </remarks>
internal static class SortKernels
{
    /// <summary>Keys that a group sorts in its shared memory: 8 KiB.</summary>
    internal const int Tile = 1024;

    /// <summary>Sorts each tile, every second one downwards.</summary>
    internal static void SortTiles(ArrayView<ulong> keys)
    {
        ArrayView<ulong> tile = SharedMemory.Allocate1D<ulong>(Tile);
        Load(keys, tile);
        for (int run = 2; run <= Tile; run *= 2)
        {
            for (int distance = run / 2; distance > 0; distance /= 2)
            {
                CompareTile(tile, distance, run);
            }
        }

        Store(keys, tile);
    }

    /// <summary>Goes on within each tile where the comparisons of a run have come down to its size.</summary>
    internal static void MergeTiles(ArrayView<ulong> keys, int run)
    {
        ArrayView<ulong> tile = SharedMemory.Allocate1D<ulong>(Tile);
        Load(keys, tile);
        for (int distance = Tile / 2; distance > 0; distance /= 2)
        {
            CompareTile(tile, distance, run);
        }

        Store(keys, tile);
    }

    /// <summary>Compares keys at a distance, a power of two, upwards or downwards by the run they lie in.</summary>
    internal static void Compare(ArrayView<ulong> keys, int distance, int run, int pairs)
    {
        for (int pair = GridStride.Start; pair < pairs; pair += GridStride.Step)
        {
            int low = First(pair, distance);
            ulong a = keys[low], b = keys[low + distance];
            bool swap = (low & run) == 0 ? a > b : a < b;
            keys[low] = swap ? b : a;
            keys[low + distance] = swap ? a : b;
        }
    }

    private static void CompareTile(ArrayView<ulong> tile, int distance, int run)
    {
        int start = Grid.IdxX * Tile;
        for (int pair = Group.IdxX; pair < Tile / 2; pair += Group.DimX)
        {
            int low = First(pair, distance);
            ulong a = tile[low], b = tile[low + distance];
            bool swap = ((start + low) & run) == 0 ? a > b : a < b;
            tile[low] = swap ? b : a;
            tile[low + distance] = swap ? a : b;
        }

        Group.Barrier();
    }

    // The lower key of a pair: the pairs of one distance lie side by side, then the next begin beyond their partners.
    private static int First(int pair, int distance) => pair + (pair & ~(distance - 1));

    private static void Load(ArrayView<ulong> keys, ArrayView<ulong> tile)
    {
        for (int i = Group.IdxX; i < Tile; i += Group.DimX)
        {
            tile[i] = keys[(Grid.IdxX * Tile) + i];
        }

        Group.Barrier();
    }

    private static void Store(ArrayView<ulong> keys, ArrayView<ulong> tile)
    {
        for (int i = Group.IdxX; i < Tile; i += Group.DimX)
        {
            keys[(Grid.IdxX * Tile) + i] = tile[i];
        }
    }
}
