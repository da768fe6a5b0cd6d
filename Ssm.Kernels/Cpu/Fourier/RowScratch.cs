namespace Ssm.Kernels;

/// <summary>Scratch memory that begins at a cache line.</summary>
internal static unsafe class RowScratch
{
    /// <summary>Up to so many bytes come from the stack, which is quicker than any pool.</summary>
    internal const int OnStack = 1 << 16;

    private const int Line = 64;

    /// <summary>How many elements to rent for <paramref name="count"/>, with room to align them.</summary>
    internal static int Length<T>(long count)
        where T : unmanaged => checked((int)(count + (Line / sizeof(T))));

    /// <summary>The first aligned element at or after <paramref name="scratch"/>.</summary>
    internal static T* Align<T>(T* scratch)
        where T : unmanaged => (T*)(((nuint)scratch + (Line - 1)) & ~(nuint)(Line - 1));
}
