using System.Numerics;
using System.Runtime.InteropServices;
using Ssm.Kernels;

namespace Ssm.Perf.Rivals;

/// <summary>An array that does not move and starts on a cache line, for code outside the runtime.</summary>
internal sealed unsafe class NativeArray<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Line = 64;

    // Large arrays that start at the same offset of a page evict each other: each has its own, nine lines further.
    private const int Stagger = 9 * Line;
    private const int Page = 4096;

    private readonly T[] _memory;
    private readonly int _start;

    /// <summary>Makes an array of zeros.</summary>
    /// <param name="length">How many elements.</param>
    /// <param name="place">Which of the case's arrays it is: decides its offset within a page.</param>
    internal NativeArray(int length, int place = 0)
    {
        int spare = (Page + Stagger) / sizeof(T);
        _memory = GC.AllocateArray<T>(checked(length + (2 * spare)), pinned: true);
        nuint first = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        nuint wanted = ((first + Page - 1) & ~(nuint)(Page - 1)) + (nuint)(place * Stagger % Page);
        _start = (int)((wanted - first) / (nuint)sizeof(T));
        Length = length;
    }

    internal int Length { get; }

    internal T* Pointer => (T*)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, _start);

    internal Span<T> Span => _memory.AsSpan(_start, Length);

    /// <summary>Makes an array of numbers uniform between two bounds.</summary>
    internal static NativeArray<T> Random(int length, int place, ulong seed, double from = -1, double to = 1)
    {
        NativeArray<T> array = new(length, place);
        array.Fill(seed, (ulong)place, from, to);
        return array;
    }

    internal void Fill(ulong seed, ulong stream, double from = -1, double to = 1)
    {
        RandomSource random = new(seed, stream);
        foreach (ref T x in Span)
        {
            x = T.CreateTruncating(from + ((to - from) * random.NextDouble()));
        }
    }
}
