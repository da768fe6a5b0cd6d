using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>Moves the samples of real signals to and from points of two samples, for the blocks of a group.</summary>
/// <remarks>
/// Sample t of all lanes is row t of memory, <c>stride</c> elements after the one before; point j of a block holds
/// samples 2j and 2j + 1. The points of the next block are <c>blockStride</c> further on. The rows of the tile that
/// follows, as many columns on, are fetched ahead: at a stride of a row no hardware prefetcher finds them.
/// </remarks>
internal static unsafe class PackedRows
{
    /// <summary>Loads points <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> of a
    /// signal, zeros from sample <paramref name="length"/> on.</summary>
    internal static void Load<T>(
        T* signal, int length, nint stride, LaneGroup group, int first, int count, Lanes<T>* x, nint blockStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int whole = Math.Clamp((length / 2) - first, 0, count);
        T* row = signal + (2 * first * stride) + group.First;
        if (group.Blocks == 2 && group.Lanes == 2 * Vector<T>.Count)
        {
            LoadLines(row, stride, whole, x, blockStride, 2 * count * stride);
        }
        else
        {
            for (int block = 0; block < group.Blocks; block++)
            {
                int lane = block * Vector<T>.Count;
                Lanes<T>* points = x + (block * blockStride);
                LaneBlock.Load(row + lane, row + stride + lane, whole, 2 * stride, group.Width<T>(block), points);
            }
        }

        if (whole == count)
        {
            return;
        }

        for (int block = 0; block < group.Blocks; block++)
        {
            Lanes<T>* points = x + (block * blockStride);
            new Span<Lanes<T>>(points + whole, count - whole).Clear();
            if (length == (2 * (first + whole)) + 1)
            {
                T* last = row + (2 * whole * stride) + (block * Vector<T>.Count);
                points[whole] = new(LaneBlock.Read(last, group.Width<T>(block)), Vector<T>.Zero);
            }
        }
    }

    /// <summary>Stores points whose parts are exchanged, up to sample <paramref name="length"/>.</summary>
    internal static void Store<T>(
        Lanes<T>* x, nint blockStride, T* signal, int length, nint stride, LaneGroup group, int first, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int whole = Math.Clamp((length / 2) - first, 0, count);
        T* row = signal + (2 * first * stride) + group.First;
        if (group.Blocks == 2 && group.Lanes == 2 * Vector<T>.Count)
        {
            StoreLines(x, blockStride, row, stride, whole, 2 * count * stride);
        }
        else
        {
            for (int block = 0; block < group.Blocks; block++)
            {
                int lane = block * Vector<T>.Count;
                StoreBlock(x + (block * blockStride), row + lane, stride, whole, group.Width<T>(block));
            }
        }

        if (whole < count && length == (2 * (first + whole)) + 1)
        {
            for (int block = 0; block < group.Blocks; block++)
            {
                T* last = row + (2 * whole * stride) + (block * Vector<T>.Count);
                LaneBlock.Write(x[(block * blockStride) + whole].Im, last, group.Width<T>(block));
            }
        }
    }

    /// <summary>x ← real · x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scale<T>(Lanes<T>* x, int count, T real)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> factor = new(real);
        for (int i = 0; i < count; i++)
        {
            x[i] *= factor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LoadLines<T>(T* row, nint stride, int count, Lanes<T>* x, nint blockStride, nint ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < count; i++)
        {
            T* next = row + stride;
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(row + ahead);
                Sse.Prefetch1(next + ahead);
            }

            x[i] = new(Vector.Load(row), Vector.Load(next));
            x[blockStride + i] = new(Vector.Load(row + Vector<T>.Count), Vector.Load(next + Vector<T>.Count));
            row = next + stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreLines<T>(Lanes<T>* x, nint blockStride, T* row, nint stride, int count, nint ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < count; i++)
        {
            T* next = row + stride;
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(row + ahead);
                Sse.Prefetch1(next + ahead);
            }

            Lanes<T> low = x[i], high = x[blockStride + i];
            low.Im.Store(row);
            high.Im.Store(row + Vector<T>.Count);
            low.Re.Store(next);
            high.Re.Store(next + Vector<T>.Count);
            row = next + stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreBlock<T>(Lanes<T>* x, T* row, nint stride, int count, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < count; i++)
        {
            T* next = row + stride;
            LaneBlock.Write(x[i].Im, row, width);
            LaneBlock.Write(x[i].Re, next, width);
            row = next + stride;
        }
    }
}
