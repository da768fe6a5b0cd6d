using System.Runtime;
using System.Runtime.InteropServices;

namespace Ssm.Kernels;

/// <summary>An array in pinned memory that goes back to <see cref="HostMemory{T}"/> when nobody has it.</summary>
/// <remarks>
/// The dependent handle keeps this object alive for as long as the array is, by whatever reference: a buffer, a span on
/// some thread's stack. When the last one is gone, both are unreachable, this object's finalizer runs, and hands the
/// array, which it revives, to the pool. So nobody has to give memory back, and memory in use cannot be given back.
/// </remarks>
internal sealed unsafe class RecycledArray<T>
    where T : unmanaged
{
    private DependentHandle _handle;

    /// <summary>Takes new memory for <paramref name="length"/> elements that begin <paramref name="stagger"/> bytes
    /// after a page does.</summary>
    internal RecycledArray(int length, int sizeClass, int stagger)
    {
        SizeClass = sizeClass;
        Array = GC.AllocateUninitializedArray<T>(length + (2 * HostMemory<T>.Page / sizeof(T)), pinned: true);
        fixed (T* first = &MemoryMarshal.GetArrayDataReference(Array))
        {
            nuint page = ((nuint)first + HostMemory<T>.Page - 1) / HostMemory<T>.Page * HostMemory<T>.Page;
            Start = (int)((page + (nuint)stagger - (nuint)first) / (nuint)sizeof(T));
        }

        _handle = new DependentHandle(Array, this);
    }

    ~RecycledArray() => HostMemory<T>.Return(this);

    internal T[] Array { get; }

    /// <summary>Where the usable elements begin.</summary>
    internal int Start { get; }

    /// <summary>The pool's shelf.</summary>
    internal int SizeClass { get; }

    /// <summary>The pool's round in which it came back.</summary>
    internal int Returned { get; set; }

    /// <summary>Lets go of the memory for good. Only the pool may, of an array that it has.</summary>
    internal void Drop() => _handle.Dispose();
}
