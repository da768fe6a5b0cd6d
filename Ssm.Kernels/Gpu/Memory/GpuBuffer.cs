using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Memory of an accelerator. It goes back to the accelerator's pool when nobody references it.</summary>
public sealed class GpuBuffer<TElement> : Buffer<TElement>
    where TElement : unmanaged
{
    private readonly MemoryBlock _block;

    internal GpuBuffer(GpuAccelerator accelerator, MemoryBlock block, int length)
        : base(length)
    {
        Accelerator = accelerator;
        _block = block;
    }

    /// <summary>Puts the memory on the pool's list; the pool takes it from there when it is next asked.</summary>
    ~GpuBuffer() => Accelerator.Pool.Return(_block);

    /// <summary>Whose memory it is.</summary>
    public GpuAccelerator Accelerator { get; }

    internal ArrayView<TElement> View(int offset, int length) => _block.View<TElement>().SubView(offset, length);
}
