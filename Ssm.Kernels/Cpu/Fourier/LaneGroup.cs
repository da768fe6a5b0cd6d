using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ssm.Kernels;

/// <summary>The blocks of lanes that share the cache lines of a row: they are loaded and stored together.</summary>
/// <remarks>
/// A row of a block of 8 floats is half a line of 64 bytes. If the halves were read, or worse, written at different
/// times, each line would travel twice, and rows at a distance of a power of two do not stay in the cache for long.
/// </remarks>
internal readonly struct LaneGroup
{
    private const int LineBytes = 64;

    private LaneGroup(int first, int blockLanes, int lanes)
    {
        First = first;
        BlockLanes = blockLanes;
        Blocks = (lanes + blockLanes - 1) / blockLanes;
        Lanes = lanes;
    }

    /// <summary>The first lane.</summary>
    internal int First { get; }

    /// <summary>How many lanes a whole block has.</summary>
    internal int BlockLanes { get; }

    /// <summary>How many blocks there are; only the last may be narrower.</summary>
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
        return new LaneGroup(first, Vector<T>.Count, count);
    }

    /// <summary>The same with one block of <see cref="WideLanes{T}"/>, where there are registers for it and a narrow
    /// block would not be enough.</summary>
    internal static LaneGroup Widest<T>(int index, int lanes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        LaneGroup group = At<T>(index, lanes);
        return Vector512.IsHardwareAccelerated && group.Blocks > 1
            ? new LaneGroup(group.First, Vector512<T>.Count, group.Lanes)
            : group;
    }

    /// <summary>Whether the points are <see cref="WideLanes{T}"/>.</summary>
    internal bool IsWide<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => BlockLanes > Vector<T>.Count;

    /// <summary>How many lanes block <paramref name="block"/> has.</summary>
    internal int Width(int block) => Math.Min(BlockLanes, Lanes - (block * BlockLanes));
}
