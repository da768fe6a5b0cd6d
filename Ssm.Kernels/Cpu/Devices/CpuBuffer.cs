namespace Ssm.Kernels;

/// <summary>Host memory: a managed array, or a part of one.</summary>
public sealed class CpuBuffer<TElement> : Buffer<TElement>
    where TElement : unmanaged
{
    private readonly TElement[] _array;
    private readonly int _start;

    /// <summary>Memory for <paramref name="length"/> elements, with whatever content.</summary>
    internal CpuBuffer(int length)
        : base(length) => (_array, _start) = HostMemory<TElement>.Take(length);

    /// <summary>A part of the memory itself.</summary>
    internal Span<TElement> Span(int offset, int length) => _array.AsSpan(_start + offset, length);
}
