using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>What becomes of the states that a recurrence makes; the bits are the same for all.</summary>
internal interface IScanStore
{
    /// <summary>Whether the state before is read back from the row that was stored last.</summary>
    static abstract bool KeepsRows { get; }

    static abstract void Store<T, TNumber>(TNumber x, PlanePointers<T> row, nint at)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>;
}

/// <summary>Stored like any other data: for results that the next kernel finds in a cache.</summary>
internal readonly struct CachedStore : IScanStore
{
    public static bool KeepsRows => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TNumber>(TNumber x, PlanePointers<T> row, nint at)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> => TNumber.Store(x, row, at);
}

/// <summary>Stored past the caches: for results that are larger than they are.</summary>
internal readonly struct StreamingStore : IScanStore
{
    public static bool KeepsRows => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TNumber>(TNumber x, PlanePointers<T> row, nint at)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> => TNumber.StorePastCache(x, row, at);
}

/// <summary>Not stored: for who wants the last state alone.</summary>
internal readonly struct NoStore : IScanStore
{
    public static bool KeepsRows => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TNumber>(TNumber x, PlanePointers<T> row, nint at)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
    }
}
