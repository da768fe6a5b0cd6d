using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ssm.Kernels;

/// <summary>An argument that is a span, its length already checked.</summary>
internal readonly ref struct SpanOperand<T> : IOperand<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ref T _first;

    internal SpanOperand(ReadOnlySpan<T> span) => _first = ref MemoryMarshal.GetReference(span);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Load(nuint i) => Vector.LoadUnsafe(ref _first, i);

    /// <inheritdoc/>
    public Vector<T> LoadTail(nuint i, nuint count) => Tail.Load(ref Unsafe.Add(ref _first, i), count);
}
