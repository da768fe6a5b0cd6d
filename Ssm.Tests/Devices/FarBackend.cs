using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Devices;

/// <summary>A device whose memory the host cannot see, that computes as the CPU does and counts what it is asked for.
/// </summary>
/// <remarks>
/// Memory of the host, or of another device, in one of its operands is an error at once; and so is its memory among the
/// operands of another device. What runs on it with the bits of the CPU runs on every device that fulfils the contract.
/// </remarks>
internal sealed partial class FarBackend<T> : IBackend<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CpuBackend<T> _inner = new(threads: 1);

    public string Name => "far";

    /// <summary>What it was asked for so far.</summary>
    internal FarCounts Counts { get; private set; }

    /// <summary>The most numbers of one buffer that it gives out.</summary>
    internal int Largest { get; set; } = int.MaxValue;

    public Buffer<T> Allocate(int length)
    {
        if (length > Largest)
        {
            throw new InsufficientMemoryException($"far: {length} numbers were asked for, {Largest} are free.");
        }

        Counts = Counts with { Allocations = Counts.Allocations + 1 };
        return new FarBuffer<T>(this, _inner.Allocate(length));
    }

    public Buffer<int> AllocateIndices(int length)
    {
        Counts = Counts with { Allocations = Counts.Allocations + 1 };
        return new FarBuffer<int>(this, _inner.AllocateIndices(length));
    }

    public void Upload(ReadOnlySpan<T> from, View<T> to)
    {
        Counts = Counts with { Uploads = Counts.Uploads + 1, Uploaded = Counts.Uploaded + from.Length };
        _inner.Upload(from, Near(to));
    }

    public void UploadIndices(ReadOnlySpan<int> from, View<int> to)
    {
        Counts = Counts with { Uploads = Counts.Uploads + 1, Uploaded = Counts.Uploaded + from.Length };
        _inner.UploadIndices(from, Near(to));
    }

    public void Download(View<T> from, Span<T> to)
    {
        Counts = Counts with { Downloads = Counts.Downloads + 1, Downloaded = Counts.Downloaded + to.Length };
        _inner.Download(Near(from), to);
    }

    public void Copy(View<T> from, View<T> to) => Counted().Copy(Near(from), Near(to));

    public void Fill(View<T> view, T value) => Counted().Fill(Near(view), value);

    private CpuBackend<T> Counted()
    {
        Counts = Counts with { Primitives = Counts.Primitives + 1 };
        return _inner;
    }

    private View<TElement> Near<TElement>(View<TElement> view)
        where TElement : unmanaged => view.Buffer switch
        {
            null => default,
            FarBuffer<TElement> buffer when buffer.Owner == this => new(buffer.Hidden, view.Offset, view.Length),
            FarBuffer<TElement> => throw new ArgumentException("far: the memory is another far device's."),
            { } foreign => throw new ArgumentException($"far: the memory is a {foreign.GetType().Name}."),
        };

    private ComplexView<T> Near(ComplexView<T> view) => new(Near(view.Re), Near(view.Im));

    private RgLruViews<T> Near(in RgLruViews<T> views) => new()
    {
        X = Near(views.X),
        RecurrenceGate = Near(views.RecurrenceGate),
        InputGate = Near(views.InputGate),
        Rate = Near(views.Rate),
        Initial = Near(views.Initial),
        Begins = views.Begins,
    };

    private DiagonalSystemView<T> Near(in DiagonalSystemView<T> system) =>
        new(Near(system.A), Near(system.B), Near(system.C), Near(system.D));

    private GatedUnitView<T> Near(in GatedUnitView<T> weights) =>
        new(Near(weights.Value), Near(weights.ValueBias), Near(weights.Gate), Near(weights.GateBias));

    private SelectiveScanViews<T> Near(in SelectiveScanViews<T> views) => new()
    {
        U = Near(views.U),
        Delta = Near(views.Delta),
        A = Near(views.A),
        B = Near(views.B),
        C = Near(views.C),
        Skip = Near(views.Skip),
        Gate = Near(views.Gate),
        DeltaBias = Near(views.DeltaBias),
        Initial = Near(views.Initial),
    };

    private ComplexSelectiveScanViews<T> Near(in ComplexSelectiveScanViews<T> views) => new()
    {
        U = Near(views.U),
        Delta = Near(views.Delta),
        A = Near(views.A),
        B = Near(views.B),
        C = Near(views.C),
        Skip = Near(views.Skip),
        Gate = Near(views.Gate),
        DeltaBias = Near(views.DeltaBias),
        Initial = Near(views.Initial),
    };
}
