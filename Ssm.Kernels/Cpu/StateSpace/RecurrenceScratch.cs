using System.Buffers;

namespace Ssm.Kernels;

/// <summary>Scratch of the recurrences: pooled arrays whose used part begins on a cache line.</summary>
internal static unsafe class RecurrenceScratch
{
    private const int Line = 64;

    /// <summary>An array for <paramref name="length"/> numbers behind the first cache line that begins in it.</summary>
    internal static T[] Rent<T>(long length)
        where T : unmanaged => ArrayPool<T>.Shared.Rent(checked((int)(length + (Line / sizeof(T)))));

    internal static void Return<T>(T[] array)
        where T : unmanaged => ArrayPool<T>.Shared.Return(array);

    /// <summary>The first cache line in pinned memory.</summary>
    internal static T* Align<T>(T* memory)
        where T : unmanaged => (T*)(((nuint)memory + (Line - 1)) & ~(nuint)(Line - 1));
}
