using ILGPU;
using ILGPU.Runtime;

namespace Ssm.Kernels.Gpu;

/// <summary>A stretch of device memory that a pool hands out, takes back, and hands out again.</summary>
internal sealed class MemoryBlock(MemoryBuffer1D<byte, Stride1D.Dense> memory, long bytes)
{
    /// <summary>The size, one of the pool's classes.</summary>
    internal long Bytes => bytes;

    /// <summary>The memory as numbers; its start is aligned for every element and every four-wide struct.</summary>
    internal ArrayView<TElement> View<TElement>()
        where TElement : unmanaged => memory.View.AsContiguous().Cast<TElement>();

    /// <summary>Gives the memory back to the driver.</summary>
    internal void Free() => memory.Dispose();
}
