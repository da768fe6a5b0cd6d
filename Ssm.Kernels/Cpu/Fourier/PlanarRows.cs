using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>Moves rows of two planes to and from points, for the blocks of a group.</summary>
internal static unsafe class PlanarRows
{
    /// <summary>Loads <paramref name="count"/> rows, <paramref name="stride"/> elements apart.</summary>
    internal static void Load<T>(
        T* re, T* im, nint stride, LaneGroup group, int count, Lanes<T>* x, nint blockStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (group.Blocks == 2 && group.Lanes == 2 * Vector<T>.Count)
        {
            LoadLines(re, im, stride, count, x, blockStride, count * stride);
            return;
        }

        for (int block = 0; block < group.Blocks; block++)
        {
            int lane = block * Vector<T>.Count;
            LaneBlock.Load(re + lane, im + lane, count, stride, group.Width(block), x + (block * blockStride));
        }
    }

    /// <summary>Stores the points named by <paramref name="order"/>, times <paramref name="scale"/>, to rows.</summary>
    internal static void Store<T>(
        Lanes<T>* x, nint blockStride, ReadOnlySpan<int> order, T scale, T* re, T* im, nint stride, LaneGroup group)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (group.Blocks == 2 && group.Lanes == 2 * Vector<T>.Count)
        {
            StoreLines(x, x + blockStride, order, scale, re, im, stride);
            return;
        }

        for (int block = 0; block < group.Blocks; block++)
        {
            int lane = block * Vector<T>.Count;
            LaneBlock.Store(
                x + (block * blockStride), order, scale, re + lane, im + lane, stride, group.Width(block));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LoadLines<T>(
        T* re, T* im, nint stride, int count, Lanes<T>* x, nint blockStride, nint ahead)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < count; i++)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(re + ahead);
                Sse.Prefetch1(im + ahead);
            }

            x[i] = new(Vector.Load(re), Vector.Load(im));
            x[blockStride + i] = new(Vector.Load(re + Vector<T>.Count), Vector.Load(im + Vector<T>.Count));
            re += stride;
            im += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void StoreLines<T>(
        Lanes<T>* low, Lanes<T>* high, ReadOnlySpan<int> order, T scale, T* re, T* im, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> factor = new(scale);
        foreach (int point in order)
        {
            Lanes<T> first = low[point] * factor, second = high[point] * factor;
            first.Re.Store(re);
            second.Re.Store(re + Vector<T>.Count);
            first.Im.Store(im);
            second.Im.Store(im + Vector<T>.Count);
            re += stride;
            im += stride;
        }
    }
}
