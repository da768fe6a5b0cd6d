using System.Runtime.CompilerServices;

namespace Ssm.Autodiff;

/// <summary>The memory of a training loop: what one pass has used, the next one uses again.</summary>
/// <remarks>
/// <para>
/// A tape is a stack: the backward pass takes the ops from its end. So is its memory: what an op has allocated is
/// needed by nobody once the op's pullback has run. A tape that is given a <c>TapeMemory</c> puts each array back at
/// that very moment, and a loop that gives one memory to all of its tapes allocates no arrays after the first step.
/// </para>
/// <para>
/// Nothing has to be disposed of, and nothing is overwritten behind one's back: an array that was looked at by
/// <see cref="Variable{T}.Value"/> or <see cref="Variable{T}.Detach"/> is left to the collector, and to use a variable
/// whose memory has gone back is an error that says so. Without a <c>TapeMemory</c> all arrays are the collector's.
/// </para>
/// <para>Serves one tape at a time, on the thread that made the tape.</para>
/// </remarks>
public sealed class TapeMemory<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Passes after which buffers that none of them needed are let go.
    private const int PassesKept = 16;

    // The tape that arrays are being made for is not among the arguments of an op on constants: it is the thread's.
    [ThreadStatic]
    private static TapeMemory<T>? _current;

    private readonly bool _reuses;
    private readonly Dictionary<(IBackend<T> Device, int Size), Shelf> _shelves = [];
    private readonly List<Buffer<T>> _stack = [];
    private readonly List<TapeEntry<T>> _entries = [];
    private bool _isAbandoned;
    private bool _spoils;
    private int _passes;
    private long _stackBytes;
    private long _heldBytes;
    private long _newlyHeldBytes;

    /// <summary>A memory that is still empty.</summary>
    public TapeMemory()
        : this(reuses: true)
    {
    }

    /// <summary>A memory that only counts, where <paramref name="reuses"/> is false.</summary>
    internal TapeMemory(bool reuses) => _reuses = reuses;

    /// <summary>
    /// The most bytes that the last pass had in use at one time, in arrays of its ops and gradients. An array that two
    /// gradients share counts twice.
    /// </summary>
    public long PeakBytes { get; private set; }

    /// <summary>Bytes that lie ready for the next pass.</summary>
    public long IdleBytes { get; private set; }

    /// <summary>
    /// Leaves what lies ready to the collector: for a device that is short of memory, or smaller passes to come.
    /// </summary>
    public void Trim()
    {
        _shelves.Clear();
        IdleBytes = 0;
    }

    /// <summary>The tape that the memory serves.</summary>
    internal Tape<T>? Tape { get; private set; }

    /// <summary>The tape's entries: their list is used again as well.</summary>
    internal List<TapeEntry<T>> Entries => _entries;

    /// <summary>How full the memory is now.</summary>
    internal MemoryLevel Level => new(_stack.Count, _stackBytes);

    /// <summary>A buffer for an array of the pass that the thread is in; of a device's own memory outside of one.
    /// </summary>
    internal static Buffer<T> Allocate(IBackend<T> device, int count) =>
        _current is { } memory ? memory.Take(device, count) : device.Allocate(count);

    /// <summary>
    /// How often the plane's memory was handed out before: another number than when an array was made says that its
    /// content is lost.
    /// </summary>
    internal static int GenerationOf(View<T> plane) => plane.Buffer?.Tenant is Tenancy tenancy ? tenancy.Generation : 0;

    /// <summary>Whether a memory may hand out the array's again.</summary>
    internal static bool Owns(NdArray<T> array) =>
        array.Re.Buffer?.Tenant is Tenancy { IsKept: false } || array.Im.Buffer?.Tenant is Tenancy { IsKept: false };

    /// <summary>Leaves the array's memory to the collector: someone may hold it for as long as he likes.</summary>
    internal static void Keep(NdArray<T> array)
    {
        Keep(array.Re.Buffer);
        Keep(array.Im.Buffer);
    }

    /// <summary>Starts a tape's pass. What an unfinished one has left is the collector's.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="spoils">Whether NaN is written over what goes back, so that a use of it afterwards shows.</param>
    internal void Begin(Tape<T> tape, bool spoils)
    {
        Abandon();
        Tape = tape;
        _spoils = spoils;
        _isAbandoned = false;
        _entries.Clear();
        (_stackBytes, _heldBytes, _newlyHeldBytes, PeakBytes) = (0, 0, 0, 0);
        _current = this;
    }

    /// <summary>Ends the pass: all that it still has goes back.</summary>
    internal void End()
    {
        PopTo(default);
        _entries.Clear();
        Tape = null;
        if (_current == this)
        {
            _current = null;
        }

        if (++_passes % PassesKept == 0)
        {
            DropIdle();
        }
    }

    /// <summary>
    /// Called where an op is recorded: where the thread makes its arrays for another tape, it cannot be told whose they
    /// are, and they are left to the collector.
    /// </summary>
    internal void RequireCurrent()
    {
        if (_current is { } other && other != this)
        {
            other.Abandon();
        }
    }

    /// <summary>Puts back what was allocated since the memory was as full as <paramref name="level"/> says.</summary>
    internal void PopTo(MemoryLevel level)
    {
        for (int i = _stack.Count - 1; i >= level.Buffers; i--)
        {
            Tenancy tenancy = TenancyOf(_stack[i]);
            tenancy.IsOnStack = false;
            PutBackIfFree(_stack[i], tenancy);
        }

        if (_stack.Count > level.Buffers)
        {
            _stack.RemoveRange(level.Buffers, _stack.Count - level.Buffers);
        }

        // Gradients that the op's pullback has made were counted as part of the pass until now.
        _stackBytes = Math.Min(_stackBytes, level.Bytes);
        _heldBytes += _newlyHeldBytes;
        _newlyHeldBytes = 0;
    }

    /// <summary>The same, but for what an array that was made since then lives in.</summary>
    internal void PopTo(MemoryLevel level, ReadOnlySpan<NdArray<T>> without)
    {
        foreach (NdArray<T> array in without)
        {
            Hold(array);
        }

        PopTo(level);
        foreach (NdArray<T> array in without)
        {
            Restack(array.Re.Buffer);
            Restack(array.Im.Buffer);
            Release(array);
            _stackBytes += array.Bytes;
        }
    }

    /// <summary>A gradient lives in the array: its memory stays until <see cref="Release"/>.</summary>
    internal void Hold(NdArray<T> gradient)
    {
        Hold(gradient.Re.Buffer, 1);
        Hold(gradient.Im.Buffer, 1);
        _newlyHeldBytes += gradient.Bytes;
    }

    /// <summary>A gradient of the pass lives in memory of its own: it is counted, and no more.</summary>
    internal void CountGradient(NdArray<T> gradient) => _newlyHeldBytes += gradient.Bytes;

    /// <summary>A gradient that lived in the array is done with.</summary>
    internal void Release(NdArray<T> gradient)
    {
        _heldBytes -= gradient.Bytes;
        Hold(gradient.Re.Buffer, -1);
        Hold(gradient.Im.Buffer, -1);
    }

    // The collector's from here on: whatever the pass has allocated, and will.
    private void Abandon()
    {
        _isAbandoned = true;
        foreach (Buffer<T> buffer in _stack)
        {
            Keep(buffer);
        }

        _stack.Clear();
    }

    private Buffer<T> Take(IBackend<T> device, int count)
    {
        _stackBytes += (long)count * Unsafe.SizeOf<T>();
        PeakBytes = Math.Max(PeakBytes, _stackBytes + _heldBytes);
        if (!_reuses || _isAbandoned)
        {
            return device.Allocate(count);
        }

        int size = Rounded(count);
        Shelf shelf = ShelfOf(device, size);
        if (shelf.Buffers.TryPop(out Buffer<T>? buffer))
        {
            IdleBytes -= (long)size * Unsafe.SizeOf<T>();
            shelf.LeastIdle = Math.Min(shelf.LeastIdle, shelf.Buffers.Count);
        }
        else
        {
            buffer = device.Allocate(size);
            buffer.Tenant = new Tenancy(device, size);
        }

        TenancyOf(buffer).IsOnStack = true;
        _stack.Add(buffer);
        return buffer;
    }

    private void Hold(Buffer<T>? buffer, int change)
    {
        if (buffer?.Tenant is Tenancy tenancy)
        {
            tenancy.Holds += change;
            PutBackIfFree(buffer, tenancy);
        }
    }

    private void PutBackIfFree(Buffer<T> buffer, Tenancy tenancy)
    {
        if (tenancy.IsOnStack || tenancy.IsKept || tenancy.Holds != 0)
        {
            return;
        }

        IBackend<T> device = (IBackend<T>)tenancy.Device;
        if (_spoils)
        {
            device.Fill(new View<T>(buffer, 0, tenancy.Size), T.NaN);
        }

        tenancy.Generation++;
        ShelfOf(device, tenancy.Size).Buffers.Push(buffer);
        IdleBytes += (long)tenancy.Size * Unsafe.SizeOf<T>();
    }

    private void Restack(Buffer<T>? buffer)
    {
        if (buffer?.Tenant is Tenancy { IsOnStack: false, IsKept: false } tenancy)
        {
            tenancy.IsOnStack = true;
            _stack.Add(buffer);
        }
    }

    private Shelf ShelfOf(IBackend<T> device, int size)
    {
        if (!_shelves.TryGetValue((device, size), out Shelf? shelf))
        {
            shelf = new Shelf();
            _shelves.Add((device, size), shelf);
        }

        return shelf;
    }

    private void DropIdle()
    {
        foreach (((_, int size), Shelf shelf) in _shelves)
        {
            for (int i = 0; i < shelf.LeastIdle; i++)
            {
                _ = shelf.Buffers.Pop();
                IdleBytes -= (long)size * Unsafe.SizeOf<T>();
            }

            shelf.LeastIdle = shelf.Buffers.Count;
        }
    }

    private static Tenancy TenancyOf(Buffer<T> buffer) => (Tenancy)buffer.Tenant!;

    private static void Keep(Buffer<T>? buffer)
    {
        if (buffer?.Tenant is Tenancy tenancy)
        {
            tenancy.IsKept = true;
        }
    }

    // Four sizes to an octave, so that passes of different lengths share buffers and at most a quarter lies idle.
    private static int Rounded(int count)
    {
        int step = Math.Max(1, (int)(BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1)) / 8));
        return (int)Math.Min(((long)count + step - 1) / step * step, Array.MaxLength);
    }

    private sealed class Shelf
    {
        internal Stack<Buffer<T>> Buffers { get; } = [];

        // The fewest that lay idle since the last time that some were dropped.
        internal int LeastIdle { get; set; }
    }
}
