using System.Collections.Concurrent;
using ILGPU.Runtime;

namespace Ssm.Kernels.Gpu;

/// <summary>The memory of one accelerator: blocks in size classes, kept for the next one that asks.</summary>
/// <remarks>
/// <para>
/// All work of an accelerator goes through one in-order queue, so a block may be handed out again at once: whatever
/// still reads it was asked for before. Buffers that nobody references any more come back from their finalisers, which
/// only put the block on a list; no call to a driver ever runs on the finaliser's thread.
/// </para>
/// <para>
/// The garbage collector does not know how much device memory a small managed object stands for. So before the pool
/// asks the driver for more, and the memory in use has grown by half since it last looked, it collects, and takes
/// back what nobody holds.
/// </para>
/// </remarks>
internal sealed class MemoryPool(Accelerator accelerator, string device, long limit)
{
    private const long Step = 256;
    private const long FineLimit = 1 << 20;
    private const long FirstLook = 64 << 20;

    private readonly Dictionary<long, Stack<MemoryBlock>> _free = [];

    // Every block: one whose buffer is gone must not go to its own finaliser with it.
    private readonly HashSet<MemoryBlock> _blocks = [];
    private readonly ConcurrentQueue<MemoryBlock> _returned = new();
    private long _inUse;
    private long _cached;
    private long _peak;
    private long _lookAgain = FirstLook;
    private bool _closed;

    /// <summary>How often the driver was asked for memory.</summary>
    internal long Allocations { get; private set; }

    /// <summary>What is used, kept and there.</summary>
    internal GpuMemory Usage
    {
        get
        {
            Drain();
            return new GpuMemory(_inUse, _cached, _peak, limit);
        }
    }

    /// <summary>A block of at least that many bytes.</summary>
    /// <exception cref="GpuOutOfMemoryException">There is none, even after everything unused was given
    /// back.</exception>
    internal MemoryBlock Take(long bytes)
    {
        long size = SizeClass(bytes);
        Drain();
        MemoryBlock block = Reuse(size) ?? Grow(bytes, size);
        _inUse += block.Bytes;
        _peak = Math.Max(_peak, _inUse);
        return block;
    }

    /// <summary>Takes a block back, from any thread.</summary>
    internal void Return(MemoryBlock block) => _returned.Enqueue(block);

    /// <summary>Gives every block that nobody uses back to the driver.</summary>
    internal void Trim()
    {
        Drain();
        foreach (Stack<MemoryBlock> blocks in _free.Values)
        {
            while (blocks.TryPop(out MemoryBlock? block))
            {
                _blocks.Remove(block);
                block.Free();
            }
        }

        _cached = 0;
    }

    /// <summary>Gives everything back, in use or not; the accelerator is about to close.</summary>
    internal void Close()
    {
        Trim();
        _closed = true;
        foreach (MemoryBlock block in _blocks)
        {
            block.Free();
        }

        _blocks.Clear();
    }

    /// <summary>The class of a size: steps of 256 bytes, beyond a megabyte eighths of a power of two.</summary>
    internal static long SizeClass(long bytes)
    {
        long step = bytes <= FineLimit ? Step : 1L << (60 - BitOperations.LeadingZeroCount((ulong)(bytes - 1)));
        return Math.Max(Step, (bytes + step - 1) / step * step);
    }

    private void Drain()
    {
        while (!_closed && _returned.TryDequeue(out MemoryBlock? block))
        {
            if (!_free.TryGetValue(block.Bytes, out Stack<MemoryBlock>? blocks))
            {
                _free[block.Bytes] = blocks = new Stack<MemoryBlock>();
            }

            blocks.Push(block);
            _inUse -= block.Bytes;
            _cached += block.Bytes;
        }
    }

    private MemoryBlock? Reuse(long size)
    {
        if (!_free.TryGetValue(size, out Stack<MemoryBlock>? blocks) || !blocks.TryPop(out MemoryBlock? block))
        {
            return null;
        }

        _cached -= size;
        return block;
    }

    private MemoryBlock Grow(long bytes, long size)
    {
        if (_inUse > _lookAgain)
        {
            Collect();
            _lookAgain = _inUse + Math.Max(FirstLook, _inUse / 2);
            if (Reuse(size) is { } found)
            {
                return found;
            }
        }

        if (Ask(size) is { } block)
        {
            return block;
        }

        Collect();
        if (Reuse(size) is { } kept)
        {
            return kept;
        }

        accelerator.Synchronize();
        Trim();
        return Ask(size) ?? throw new GpuOutOfMemoryException(device, bytes, Usage);
    }

    // Null where the driver, or the limit that the user has set, has no more.
    private MemoryBlock? Ask(long size)
    {
        if (_inUse + _cached + size > limit)
        {
            return null;
        }

        try
        {
            MemoryBlock block = new(accelerator.Allocate1D<byte>(size), size);
            _blocks.Add(block);
            Allocations++;
            return block;
        }
        catch (Exception exception) when (DriverErrors.IsOutOfMemory(exception))
        {
            return null;
        }
    }

    private void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Drain();
    }
}
