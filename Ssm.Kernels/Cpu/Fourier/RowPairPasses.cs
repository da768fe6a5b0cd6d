using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The first passes of decimation in frequency of two blocks of columns, straight from the planes.</summary>
/// <remarks>
/// Row i of block a is at <c>re + i·stride</c> and <c>im + i·stride</c>, block b one vector further on. Rows that lie a
/// power of two apart share a few cache sets, and both blocks together take whole cache lines of floats: alone, each
/// would fetch every line again.
/// </remarks>
internal static unsafe class RowPairPasses
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix4<T>(T* re, T* im, nint stride, int part, T* twiddles, Lanes<T>* a, Lanes<T>* b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint step = part * stride;
        for (int k = 0; k < part; k++, twiddles += 6, a++, b++, re += stride, im += stride)
        {
            Four(re, im, step, part, twiddles, a);
            Four(re + Vector<T>.Count, im + Vector<T>.Count, step, part, twiddles, b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix8<T>(T* re, T* im, nint stride, int part, T* twiddles, Lanes<T>* a, Lanes<T>* b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint step = part * stride;
        for (int k = 0; k < part; k++, twiddles += 14, a++, b++, re += stride, im += stride)
        {
            Eight(re, im, step, part, twiddles, a);
            Eight(re + Vector<T>.Count, im + Vector<T>.Count, step, part, twiddles, b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes<T> Read<T>(T* re, T* im, nint at)
        where T : unmanaged, IFloatingPointIeee754<T> => new(Vector.Load(re + at), Vector.Load(im + at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<T>(T* re, T* im, nint step, int part, T* w, Lanes<T>* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Lanes<T> x0 = Read(re, im, 0), x1 = Read(re, im, step);
        Lanes<T> x2 = Read(re, im, 2 * step), x3 = Read(re, im, 3 * step);
        RowButterfly.Four(ref x0, ref x1, ref x2, ref x3);
        y[0] = x0;
        y[part] = x1.Times(Lanes<T>.Broadcast(w));
        y[2 * part] = x2.Times(Lanes<T>.Broadcast(w + 2));
        y[3 * part] = x3.Times(Lanes<T>.Broadcast(w + 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight<T>(T* re, T* im, nint step, int part, T* w, Lanes<T>* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Lanes<T> x0 = Read(re, im, 0), x1 = Read(re, im, step);
        Lanes<T> x2 = Read(re, im, 2 * step), x3 = Read(re, im, 3 * step);
        re += 4 * step;
        im += 4 * step;
        Lanes<T> x4 = Read(re, im, 0), x5 = Read(re, im, step);
        Lanes<T> x6 = Read(re, im, 2 * step), x7 = Read(re, im, 3 * step);
        RowButterfly.Eight(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
        y[0] = x0;
        y[part] = x1.Times(Lanes<T>.Broadcast(w));
        y[2 * part] = x2.Times(Lanes<T>.Broadcast(w + 2));
        y[3 * part] = x3.Times(Lanes<T>.Broadcast(w + 4));
        y += 4 * part;
        y[0] = x4.Times(Lanes<T>.Broadcast(w + 6));
        y[part] = x5.Times(Lanes<T>.Broadcast(w + 8));
        y[2 * part] = x6.Times(Lanes<T>.Broadcast(w + 10));
        y[3 * part] = x7.Times(Lanes<T>.Broadcast(w + 12));
    }
}
