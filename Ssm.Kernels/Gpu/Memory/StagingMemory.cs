using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace Ssm.Kernels.Gpu;

/// <summary>Host memory that a device may use while the program goes on: what is uploaded waits in it.</summary>
/// <remarks>
/// A copy from ordinary memory would have to be over before the garbage collector may move the source. So the source is
/// copied here at once, and from here by the device in its own time. When the memory is full, the queue is waited for
/// once, and filling starts again at the front.
/// </remarks>
internal sealed class StagingMemory : IDisposable
{
    private const int Capacity = 16 << 20;
    private const int Alignment = 256;

    // CUDA copies from page-locked memory by itself; elsewhere it is enough that the memory does not move.
    private readonly PageLockedArray1D<byte>? _locked;
    private readonly byte[] _pinned = [];
    private readonly AcceleratorStream _stream;
    private int _next;

    internal StagingMemory(Accelerator accelerator, AcceleratorStream stream)
    {
        if (accelerator.AcceleratorType == AcceleratorType.Cuda)
        {
            _locked = accelerator.AllocatePageLocked1D<byte>(Capacity, uninitialized: true);
        }
        else
        {
            _pinned = GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);
        }

        _stream = stream;
    }

    /// <summary>How often a full memory made the host wait.</summary>
    internal long Waits { get; private set; }

    /// <summary>Starts the copy of host memory to the device.</summary>
    internal void Upload<TElement>(ReadOnlySpan<TElement> from, ArrayView<TElement> to)
        where TElement : unmanaged
    {
        int piece = Capacity / Interop.SizeOf<TElement>();
        for (int start = 0; start < from.Length; start += piece)
        {
            int length = Math.Min(piece, from.Length - start);
            int place = Reserve(length * Interop.SizeOf<TElement>());
            Span<TElement> staged = Staged<TElement>(place, length);
            from.Slice(start, length).CopyTo(staged);
            to.SubView(start, length).CopyFromCPU(_stream, ref MemoryMarshal.GetReference(staged), length);
        }
    }

    /// <summary>Copies device memory to the host, after all that the queue holds.</summary>
    internal void Download<TElement>(ArrayView<TElement> from, Span<TElement> to)
        where TElement : unmanaged
    {
        int piece = Capacity / Interop.SizeOf<TElement>();
        for (int start = 0; start < to.Length; start += piece)
        {
            int length = Math.Min(piece, to.Length - start);
            Span<TElement> staged = Staged<TElement>(Reserve(length * Interop.SizeOf<TElement>()), length);
            from.SubView(start, length).CopyToCPU(_stream, ref MemoryMarshal.GetReference(staged), length);
            _stream.Synchronize();
            staged.CopyTo(to.Slice(start, length));

            // The queue is empty, and so is the memory.
            _next = 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _locked?.Dispose();

    private Span<TElement> Staged<TElement>(int place, int length)
        where TElement : unmanaged =>
        MemoryMarshal.Cast<byte, TElement>(
            (_locked is null ? _pinned : _locked.Span).Slice(place, length * Interop.SizeOf<TElement>()));

    private int Reserve(int bytes)
    {
        if (_next + bytes > Capacity)
        {
            _stream.Synchronize();
            Waits++;
            _next = 0;
        }

        int place = _next;
        _next = (place + bytes + Alignment - 1) / Alignment * Alignment;
        return place;
    }
}
