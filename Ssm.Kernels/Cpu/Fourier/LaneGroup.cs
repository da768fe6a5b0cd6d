using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The blocks of lanes that share the cache lines of a row: they are loaded and stored together.</summary>
/// <remarks>
/// A row of a block of 8 floats is half a line of 64 bytes. If the halves were read, or worse, written at different
/// times, each line would travel twice, and rows at a distance of a power of two do not stay in the cache for long.
/// </remarks>
internal readonly struct LaneGroup
{
    private const int LineBytes = 64;

    private LaneGroup(int first, int blocks, int lanes)
    {
        First = first;
        Blocks = blocks;
        Lanes = lanes;
    }

    /// <summary>The first lane.</summary>
    internal int First { get; }

    /// <summary>How many blocks there are; only the last may be narrower than a vector.</summary>
    internal int Blocks { get; }

    /// <summary>How many lanes there are in all blocks together.</summary>
    internal int Lanes { get; }

    /// <summary>The most blocks of a group.</summary>
    internal static int MostBlocks<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Math.Max(1, LineBytes / (Vector<T>.Count * Unsafe.SizeOf<T>()));

    /// <summary>The number of groups that <paramref name="lanes"/> lanes make.</summary>
    internal static int Count<T>(int lanes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int blocks = LaneBlock.Count<T>(lanes), most = MostBlocks<T>();
        return (blocks + most - 1) / most;
    }

    /// <summary>Group <paramref name="index"/> of those of <paramref name="lanes"/> lanes.</summary>
    internal static LaneGroup At<T>(int index, int lanes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int most = MostBlocks<T>() * Vector<T>.Count;
        int first = index * most, count = Math.Min(most, lanes - first);
        return new LaneGroup(first, LaneBlock.Count<T>(count), count);
    }

    /// <summary>How many lanes block <paramref name="block"/> has.</summary>
    internal int Width<T>(int block)
        where T : unmanaged, IFloatingPointIeee754<T> => Math.Min(Vector<T>.Count, Lanes - (block * Vector<T>.Count));
}
