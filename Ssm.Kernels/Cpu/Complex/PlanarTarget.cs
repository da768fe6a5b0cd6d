using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ssm.Kernels;

/// <summary>The planes that a loop writes, their length already checked.</summary>
internal readonly ref struct PlanarTarget<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ref T _re;
    private readonly ref T _im;

    internal PlanarTarget(Planar<T> planes)
    {
        _re = ref MemoryMarshal.GetReference(planes.Re);
        _im = ref MemoryMarshal.GetReference(planes.Im);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Store(ComplexLanes<T> value, nuint i)
    {
        value.Re.StoreUnsafe(ref _re, i);
        value.Im.StoreUnsafe(ref _im, i);
    }

    internal void StoreTail(ComplexLanes<T> value, nuint i, nuint count)
    {
        Tail.Store(value.Re, ref Unsafe.Add(ref _re, i), count);
        Tail.Store(value.Im, ref Unsafe.Add(ref _im, i), count);
    }
}
