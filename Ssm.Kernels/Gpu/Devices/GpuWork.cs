using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>One primitive's use of a device: its operands, its scratch memory, its kernels.</summary>
/// <remarks>
/// While it lives no other thread uses the device. So a buffer that the garbage collector takes between its use as an
/// argument and the start of the kernel is not handed out again before that kernel.
/// </remarks>
internal readonly ref partial struct GpuWork
{
    private readonly GpuAccelerator _device;
    private readonly int _scratchBefore;

    internal GpuWork(GpuAccelerator device, int scratchBefore)
    {
        _device = device;
        _scratchBefore = scratchBefore;
    }

    /// <summary>Threads of a group where any number does.</summary>
    internal int GroupThreads => _device.GroupThreads;

    /// <summary>The device's multiprocessors.</summary>
    internal int Multiprocessors => _device.Multiprocessors;

    /// <summary>The memory behind a part of a buffer; an empty one for an operand that was left out.</summary>
    /// <exception cref="ArgumentException">The memory belongs to another device.</exception>
    internal ArrayView<TElement> View<TElement>(View<TElement> view)
        where TElement : unmanaged => view.Buffer switch
        {
            GpuBuffer<TElement> buffer when ReferenceEquals(buffer.Accelerator, _device) =>
                buffer.View(view.Offset, view.Length),
            null => _device.Nothing<TElement>(),
            GpuBuffer<TElement> other => throw new ArgumentException(
                $"{_device.Name}: the memory belongs to {other.Accelerator.Name}, opened by itself; copy the array " +
                "to this device."),
            _ => throw new ArgumentException(
                $"{_device.Name}: the memory is a {view.Buffer.GetType().Name}, expected memory of this device; " +
                "copy the array to it."),
        };

    /// <summary>The memory behind both planes.</summary>
    internal ComplexPlanes<T> View<T>(ComplexView<T> view)
        where T : unmanaged, IFloatingPointIeee754<T> => new(View(view.Re), View(view.Im));

    /// <summary>An operand that is left out.</summary>
    internal ArrayView<TElement> Nothing<TElement>()
        where TElement : unmanaged => _device.Nothing<TElement>();

    /// <summary>Two planes that are left out.</summary>
    internal ComplexPlanes<T> NoPlanes<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => new(Nothing<T>(), Nothing<T>());

    /// <summary>Memory until the end of this work, with whatever content.</summary>
    internal ArrayView<TElement> Scratch<TElement>(int length)
        where TElement : unmanaged =>
        _device.Scratch((long)length * Interop.SizeOf<TElement>()).View<TElement>().SubView(0, length);

    /// <summary>Two planes of scratch memory.</summary>
    internal ComplexPlanes<T> ComplexScratch<T>(int length)
        where T : unmanaged, IFloatingPointIeee754<T> => new(Scratch<T>(length), Scratch<T>(length));

    /// <summary>Copies within the device: all of the first view to the start of the second.</summary>
    internal void Copy<TElement>(ArrayView<TElement> from, ArrayView<TElement> to)
        where TElement : unmanaged => _device.Copy(from, to);

    /// <summary>Enough threads for a loop over so many elements by <see cref="GridStride"/>.</summary>
    internal KernelConfig Over(int count)
    {
        int groups = (int)Math.Min(((long)count + GroupThreads - 1) / GroupThreads, _device.EnoughGroups);
        return new KernelConfig(groups, GroupThreads);
    }

    /// <summary>A number of groups, each of as many threads as any number does.</summary>
    internal KernelConfig Groups(int groups) => new(groups, GroupThreads);

    /// <summary>A number of groups of so many threads.</summary>
    internal KernelConfig Groups(int groups, int threads) => new(groups, threads);

    /// <summary>Gives scratch memory back and lets other threads work.</summary>
    public void Dispose() => _device.End(_scratchBefore);

    // Where kernels are only recorded, none is started.
    private bool Starts(Delegate kernel, KernelConfig size)
    {
        if (size.GridDim.Size > 0 && _device.Recorder is { } recorder)
        {
            recorder.Add(kernel.Method);
            return false;
        }

        return size.GridDim.Size > 0;
    }

    private TLauncher Launcher<TLauncher>(Delegate kernel, KernelConfig size)
        where TLauncher : Delegate => _device.Launcher<TLauncher>(kernel, size);
}
