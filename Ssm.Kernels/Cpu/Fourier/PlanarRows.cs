using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>Moves rows of two planes to and from points, for the blocks of a group.</summary>
internal static unsafe class PlanarRows
{
    /// <summary>Loads <paramref name="count"/> rows, <paramref name="stride"/> elements apart.</summary>
    internal static void Load<T, TLanes>(
        T* re, T* im, nint stride, LaneGroup group, int count, TLanes* x, nint blockStride)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (group.Blocks == 2 && group.Lanes == 2 * TLanes.Count)
        {
            LoadLines(re, im, stride, count, x, blockStride, count * stride);
            return;
        }

        if (group.Lanes == TLanes.Count)
        {
            LoadLine(re, im, stride, count, x, count * stride);
            return;
        }

        for (int block = 0; block < group.Blocks; block++)
        {
            int lane = block * TLanes.Count;
            LoadBlock(re + lane, im + lane, count, stride, group.Width(block), x + (block * blockStride));
        }
    }

    /// <summary>Stores the points named by <paramref name="order"/>, times <paramref name="scale"/>, to rows.</summary>
    internal static void Store<T, TLanes>(
        TLanes* x, nint blockStride, ReadOnlySpan<int> order, T scale, T* re, T* im, nint stride, LaneGroup group)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (group.Blocks == 2 && group.Lanes == 2 * TLanes.Count)
        {
            StoreLines(x, x + blockStride, order, scale, re, im, stride);
            return;
        }

        if (group.Lanes == TLanes.Count)
        {
            StoreLine(x, order, scale, re, im, stride);
            return;
        }

        for (int block = 0; block < group.Blocks; block++)
        {
            int lane = block * TLanes.Count;
            StoreBlock(x + (block * blockStride), order, scale, re + lane, im + lane, stride, group.Width(block));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LoadLine<T, TLanes>(T* re, T* im, nint stride, int count, TLanes* x, nint ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(re + ahead);
                Sse.Prefetch1(im + ahead);
            }

            x[i] = TLanes.Load(re, im, TLanes.Count);
            re += stride;
            im += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LoadBlock<T, TLanes>(T* re, T* im, int count, nint stride, int width, TLanes* x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
        {
            x[i] = TLanes.Load(re, im, width);
            re += stride;
            im += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LoadLines<T, TLanes>(
        T* re, T* im, nint stride, int count, TLanes* x, nint blockStride, nint ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(re + ahead);
                Sse.Prefetch1(im + ahead);
            }

            x[i] = TLanes.Load(re, im, TLanes.Count);
            x[blockStride + i] = TLanes.Load(re + TLanes.Count, im + TLanes.Count, TLanes.Count);
            re += stride;
            im += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void StoreLine<T, TLanes>(
        TLanes* x, ReadOnlySpan<int> order, T scale, T* re, T* im, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        foreach (int point in order)
        {
            TLanes scaled = TLanes.Scale(x[point], scale);
            scaled.StoreReal(re, TLanes.Count);
            scaled.StoreImaginary(im, TLanes.Count);
            re += stride;
            im += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void StoreBlock<T, TLanes>(
        TLanes* x, ReadOnlySpan<int> order, T scale, T* re, T* im, nint stride, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        foreach (int point in order)
        {
            TLanes scaled = TLanes.Scale(x[point], scale);
            scaled.StoreReal(re, width);
            scaled.StoreImaginary(im, width);
            re += stride;
            im += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void StoreLines<T, TLanes>(
        TLanes* low, TLanes* high, ReadOnlySpan<int> order, T scale, T* re, T* im, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        foreach (int point in order)
        {
            TLanes first = TLanes.Scale(low[point], scale), second = TLanes.Scale(high[point], scale);
            first.StoreReal(re, TLanes.Count);
            second.StoreReal(re + TLanes.Count, TLanes.Count);
            first.StoreImaginary(im, TLanes.Count);
            second.StoreImaginary(im + TLanes.Count, TLanes.Count);
            re += stride;
            im += stride;
        }
    }
}
