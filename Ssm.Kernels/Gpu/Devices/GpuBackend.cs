using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>An accelerator's fulfilment of the contract: ILGPU kernels on memory of the device.</summary>
/// <remarks>
/// Primitives return at once; the device does them in the order in which they were asked for. Two runs on the same
/// device give the same bits: reductions have a shape that depends on the sizes alone, and no result is made by
/// atomics. Different devices, and the CPU, differ in the last bits.
/// </remarks>
public sealed partial class GpuBackend<T> : IBackend<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Kernels count in 32 bits and step beyond the end once.
    private const int Longest = int.MaxValue - (1 << 24);

    private readonly GpuAccelerator _device;

    /// <summary>The device in one precision.</summary>
    /// <exception cref="NotSupportedException">The device does not compute in that precision.</exception>
    public GpuBackend(GpuAccelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException(
                $"GpuBackend: the elements are {typeof(T).Name}, expected {nameof(Single)} or {nameof(Double)}.");
        }

        if (typeof(T) == typeof(double) && !accelerator.HasDouble)
        {
            throw new NotSupportedException(
                $"{accelerator.Name}: the device has no double precision; use float, or another device.");
        }

        _device = accelerator;
    }

    /// <inheritdoc/>
    public string Name => _device.Name;

    /// <summary>The device.</summary>
    public GpuAccelerator Accelerator => _device;

    /// <inheritdoc/>
    public Buffer<T> Allocate(int length) => Allocate<T>(length);

    /// <inheritdoc/>
    public Buffer<int> AllocateIndices(int length) => Allocate<int>(length);

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<T> from, View<T> to) => Upload<T>(from, to);

    /// <inheritdoc/>
    public void UploadIndices(ReadOnlySpan<int> from, View<int> to) => Upload(from, to);

    /// <inheritdoc/>
    public void Download(View<T> from, Span<T> to)
    {
        Guard.Length(to.Length, from.Length, nameof(Download));
        if (from.Length == 0)
        {
            return;
        }

        using GpuWork work = _device.Begin();
        _device.Download(work.View(from), to);
    }

    /// <inheritdoc/>
    public void Copy(View<T> from, View<T> to)
    {
        Guard.Length(to.Length, from.Length, nameof(Copy));
        using GpuWork work = _device.Begin();
        work.Copy(work.View(from), work.View(to));
    }

    /// <inheritdoc/>
    public void Fill(View<T> view, T value)
    {
        using GpuWork work = _device.Begin();
        work.Launch(FillKernels.Fill, work.Over(view.Length), work.View(view), value, view.Length);
    }

    private GpuBuffer<TElement> Allocate<TElement>(int length)
        where TElement : unmanaged
    {
        Guard.AtLeast(length, 0, nameof(Allocate));
        if (length > Longest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), $"{Name}: Allocate: 'length' is {length}, expected at most {Longest}.");
        }

        using GpuWork work = _device.Begin();
        long bytes = (long)length * Interop.SizeOf<TElement>();
        return new GpuBuffer<TElement>(_device, _device.Pool.Take(bytes), length);
    }

    private void Upload<TElement>(ReadOnlySpan<TElement> from, View<TElement> to)
        where TElement : unmanaged
    {
        Guard.Length(from.Length, to.Length, nameof(Upload));
        if (from.Length == 0)
        {
            return;
        }

        using GpuWork work = _device.Begin();
        _device.Upload(from, work.View(to));
    }
}
