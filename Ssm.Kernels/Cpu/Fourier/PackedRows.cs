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
    internal static void Load<T, TLanes>(
        T* signal, int length, nint stride, LaneGroup group, int first, int count, TLanes* x, nint blockStride)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int whole = Math.Clamp((length / 2) - first, 0, count);
        T* row = signal + (2 * first * stride) + group.First;
        if (group.Lanes == TLanes.Count)
        {
            LoadLine(row, stride, whole, x, 2 * count * stride);
        }
        else if (group.Blocks == 2 && group.Lanes == 2 * TLanes.Count)
        {
            LoadLines(row, stride, whole, x, blockStride, 2 * count * stride);
        }
        else
        {
            for (int block = 0; block < group.Blocks; block++)
            {
                int lane = block * TLanes.Count;
                LoadBlock(row + lane, stride, whole, x + (block * blockStride), group.Width(block));
            }
        }

        if (whole == count)
        {
            return;
        }

        for (int block = 0; block < group.Blocks; block++)
        {
            TLanes* points = x + (block * blockStride);
            new Span<TLanes>(points + whole, count - whole).Clear();
            if (length == (2 * (first + whole)) + 1)
            {
                T* last = row + (2 * whole * stride) + (block * TLanes.Count);
                points[whole] = TLanes.LoadReal(last, group.Width(block));
            }
        }
    }

    /// <summary>Stores points whose parts are exchanged, up to sample <paramref name="length"/>.</summary>
    internal static void Store<T, TLanes>(
        TLanes* x, nint blockStride, T* signal, int length, nint stride, LaneGroup group, int first, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int whole = Math.Clamp((length / 2) - first, 0, count);
        T* row = signal + (2 * first * stride) + group.First;
        if (group.Lanes == TLanes.Count)
        {
            StoreLine(x, row, stride, whole, 2 * count * stride);
        }
        else if (group.Blocks == 2 && group.Lanes == 2 * TLanes.Count)
        {
            StoreLines(x, blockStride, row, stride, whole, 2 * count * stride);
        }
        else
        {
            for (int block = 0; block < group.Blocks; block++)
            {
                int lane = block * TLanes.Count;
                StoreBlock(x + (block * blockStride), row + lane, stride, whole, group.Width(block));
            }
        }

        if (whole < count && length == (2 * (first + whole)) + 1)
        {
            for (int block = 0; block < group.Blocks; block++)
            {
                T* last = row + (2 * whole * stride) + (block * TLanes.Count);
                x[(block * blockStride) + whole].StoreImaginary(last, group.Width(block));
            }
        }
    }

    /// <summary>x ← real · x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Scale<T, TLanes>(TLanes* x, int count, T real)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
        {
            x[i] = TLanes.Scale(x[i], real);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LoadLine<T, TLanes>(T* row, nint stride, int count, TLanes* x, nint ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
        {
            T* next = row + stride;
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(row + ahead);
                Sse.Prefetch1(next + ahead);
            }

            x[i] = TLanes.Load(row, next, TLanes.Count);
            row = next + stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LoadBlock<T, TLanes>(T* row, nint stride, int count, TLanes* x, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
        {
            x[i] = TLanes.Load(row, row + stride, width);
            row += 2 * stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LoadLines<T, TLanes>(T* row, nint stride, int count, TLanes* x, nint blockStride, nint ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
        {
            T* next = row + stride;
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(row + ahead);
                Sse.Prefetch1(next + ahead);
            }

            x[i] = TLanes.Load(row, next, TLanes.Count);
            x[blockStride + i] = TLanes.Load(row + TLanes.Count, next + TLanes.Count, TLanes.Count);
            row = next + stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void StoreLine<T, TLanes>(TLanes* x, T* row, nint stride, int count, nint ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
        {
            T* next = row + stride;
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(row + ahead);
                Sse.Prefetch1(next + ahead);
            }

            TLanes point = x[i];
            point.StoreImaginary(row, TLanes.Count);
            point.StoreReal(next, TLanes.Count);
            row = next + stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void StoreLines<T, TLanes>(TLanes* x, nint blockStride, T* row, nint stride, int count, nint ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
        {
            T* next = row + stride;
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(row + ahead);
                Sse.Prefetch1(next + ahead);
            }

            TLanes low = x[i], high = x[blockStride + i];
            low.StoreImaginary(row, TLanes.Count);
            high.StoreImaginary(row + TLanes.Count, TLanes.Count);
            low.StoreReal(next, TLanes.Count);
            high.StoreReal(next + TLanes.Count, TLanes.Count);
            row = next + stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void StoreBlock<T, TLanes>(TLanes* x, T* row, nint stride, int count, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
        {
            T* next = row + stride;
            x[i].StoreImaginary(row, width);
            x[i].StoreReal(next, width);
            row = next + stride;
        }
    }
}
