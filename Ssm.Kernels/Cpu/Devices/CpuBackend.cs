using System.Diagnostics.CodeAnalysis;

namespace Ssm.Kernels;

/// <summary>The host's processor as a device: vector instructions on a fixed number of threads.</summary>
/// <remarks>
/// The number of threads changes how long an operation takes, never its bits. An instance may be used by several
/// threads at once; it holds no state but plans for the transform lengths it has met.
/// </remarks>
public sealed partial class CpuBackend<T> : IBackend<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Elements that one piece of elementwise work covers: the operands of a piece stay in the second-level cache.
    private const int ElementGrain = 1 << 14;

    private readonly int _threads;

    /// <summary>A device that uses at most <paramref name="threads"/> threads.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is not even one thread.</exception>
    public CpuBackend(int threads)
    {
        Guard.AtLeast(threads, 1, nameof(CpuBackend<>));
        _threads = threads;
    }

    /// <summary>A device with as many threads as the process may use processors.</summary>
    [SuppressMessage(
        "ApiDesign", "RS0030", Justification = "The one place that asks the machine; all else is handed its threads.")]
    public static CpuBackend<T> Default { get; } = new(Environment.ProcessorCount);

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <summary>The most threads that one operation uses.</summary>
    public int Threads => _threads;

    /// <inheritdoc/>
    public Buffer<T> Allocate(int length)
    {
        Guard.AtLeast(length, 0, nameof(Allocate));
        return new CpuBuffer<T>(length);
    }

    /// <inheritdoc/>
    public Buffer<int> AllocateIndices(int length)
    {
        Guard.AtLeast(length, 0, nameof(AllocateIndices));
        return new CpuBuffer<int>(length);
    }

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<T> from, View<T> to)
    {
        Guard.Length(from.Length, to.Length, nameof(Upload));
        from.CopyTo(Span(to));
    }

    /// <inheritdoc/>
    public void UploadIndices(ReadOnlySpan<int> from, View<int> to)
    {
        Guard.Length(from.Length, to.Length, nameof(UploadIndices));
        from.CopyTo(Span(to));
    }

    /// <inheritdoc/>
    public void Download(View<T> from, Span<T> to)
    {
        Guard.Length(to.Length, from.Length, nameof(Download));
        Span(from).CopyTo(to);
    }

    /// <inheritdoc/>
    public void Copy(View<T> from, View<T> to)
    {
        Guard.Length(to.Length, from.Length, nameof(Copy));
        Span(from).CopyTo(Span(to));
    }

    /// <inheritdoc/>
    public void Fill(View<T> view, T value) => Span(view).Fill(value);

    /// <summary>The host memory behind a view.</summary>
    /// <exception cref="ArgumentException">The memory belongs to another device.</exception>
    public static Span<TElement> Span<TElement>(View<TElement> view)
        where TElement : unmanaged => view.Buffer switch
        {
            CpuBuffer<TElement> buffer => buffer.Span(view.Offset, view.Length),
            null => default,
            _ => throw new ArgumentException($"cpu: the memory is a {view.Buffer.GetType().Name}, expected host " +
                "memory."),
        };

    private static Planar<T> Span(ComplexView<T> view) => new(Span(view.Re), Span(view.Im));
}
