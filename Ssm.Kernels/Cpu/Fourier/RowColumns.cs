using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Pairs of blocks of columns, whole cache lines of floats, between planes and points.</summary>
/// <remarks>
/// Rows that lie a power of two apart share a few cache sets: half a line at a time, each line would be fetched twice.
/// </remarks>
internal static unsafe class RowColumns
{
    /// <summary>Columns 0 … V − 1 of each row to <paramref name="a"/>, V … 2V − 1 to <paramref name="b"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Load<T>(T* re, T* im, int rows, nint stride, Lanes<T>* a, Lanes<T>* b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++, re += stride, im += stride)
        {
            a[i] = new(Vector.Load(re), Vector.Load(im));
            b[i] = new(Vector.Load(re + Vector<T>.Count), Vector.Load(im + Vector<T>.Count));
        }
    }

    /// <summary>Points of <paramref name="a"/> and <paramref name="b"/> to rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Store<T>(Lanes<T>* a, Lanes<T>* b, int rows, T* re, T* im, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++, re += stride, im += stride)
        {
            a[i].Re.Store(re);
            b[i].Re.Store(re + Vector<T>.Count);
            a[i].Im.Store(im);
            b[i].Im.Store(im + Vector<T>.Count);
        }
    }

    /// <summary>The first <paramref name="width"/> lanes of points, none if it is below 1, to rows.</summary>
    internal static void StorePart<T>(Lanes<T>* x, int rows, T* re, T* im, nint stride, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows && width > 0; i++, re += stride, im += stride)
        {
            LaneBlock.Write(x[i].Re, re, width);
            LaneBlock.Write(x[i].Im, im, width);
        }
    }
}
