using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>An array that begins on a cache line, each with its own offset in a page, as the engine's buffers do.
/// </summary>
internal sealed class LineArray<T>
    where T : unmanaged
{
    private const int Line = 64;
    private const int Page = 4096;

    private readonly T[] _memory;
    private readonly int _start;

    internal LineArray(int length, int number)
    {
        _memory = GC.AllocateArray<T>(length + (2 * Page / Unsafe.SizeOf<T>()), pinned: true);
        Length = length;
        nuint address = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        nuint wanted = ((address + Page - 1) & ~(nuint)(Page - 1)) + (nuint)(number * 9 * Line % Page);
        _start = (int)((wanted - address) / (nuint)Unsafe.SizeOf<T>());
    }

    internal int Length { get; }

    internal Span<T> Span => _memory.AsSpan(_start, Length);

    internal T this[int index] => _memory[_start + index];
}
