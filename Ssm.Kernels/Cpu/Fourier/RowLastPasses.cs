using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The last pass of decimation in frequency, which has no twiddles and writes in natural order.</summary>
/// <remarks>
/// Block b of r neighbouring points becomes the frequencies <c>order[b] + q·blocks</c>, q below r. Frequency k goes to
/// <c>re + k·stride</c> and <c>im + k·stride</c>, a whole vector each, times <c>scale</c>.
/// </remarks>
internal static unsafe class RowLastPasses
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix1<T>(Lanes<T>* x, int* order, int blocks, T* re, T* im, nint stride, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> factor = new(scale);
        for (int b = 0; b < blocks; b++)
        {
            nint at = order[b] * stride;
            Lanes<T> x0 = x[b];
            (x0.Re * factor).Store(re + at);
            (x0.Im * factor).Store(im + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix2<T>(Lanes<T>* x, int* order, int blocks, T* re, T* im, nint stride, nint step, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> factor = new(scale);
        for (int b = 0; b < blocks; b++, x += 2)
        {
            nint at = order[b] * stride;
            Lanes<T> x0 = x[0] * factor, x1 = x[1] * factor;
            RowButterfly.Two(ref x0, ref x1);
            x0.Re.Store(re + at);
            x0.Im.Store(im + at);
            x1.Re.Store(re + at + step);
            x1.Im.Store(im + at + step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix4<T>(Lanes<T>* x, int* order, int blocks, T* re, T* im, nint stride, nint step, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> factor = new(scale);
        for (int b = 0; b < blocks; b++, x += 4)
        {
            T* r = re + (order[b] * stride);
            T* i = im + (order[b] * stride);
            Lanes<T> x0 = x[0] * factor, x1 = x[1] * factor, x2 = x[2] * factor, x3 = x[3] * factor;
            RowButterfly.Four(ref x0, ref x1, ref x2, ref x3);
            x0.Re.Store(r);
            x0.Im.Store(i);
            x1.Re.Store(r + step);
            x1.Im.Store(i + step);
            x2.Re.Store(r + (2 * step));
            x2.Im.Store(i + (2 * step));
            x3.Re.Store(r + (3 * step));
            x3.Im.Store(i + (3 * step));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix8<T>(Lanes<T>* x, int* order, int blocks, T* re, T* im, nint stride, nint step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int b = 0; b < blocks; b++, x += 8)
        {
            Lanes<T> x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3], x4 = x[4], x5 = x[5], x6 = x[6], x7 = x[7];
            RowButterfly.Eight(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
            T* r = re + (order[b] * stride);
            T* i = im + (order[b] * stride);
            x0.Re.Store(r);
            x0.Im.Store(i);
            x1.Re.Store(r + step);
            x1.Im.Store(i + step);
            x2.Re.Store(r + (2 * step));
            x2.Im.Store(i + (2 * step));
            x3.Re.Store(r + (3 * step));
            x3.Im.Store(i + (3 * step));
            r += 4 * step;
            i += 4 * step;
            x4.Re.Store(r);
            x4.Im.Store(i);
            x5.Re.Store(r + step);
            x5.Im.Store(i + step);
            x6.Re.Store(r + (2 * step));
            x6.Im.Store(i + (2 * step));
            x7.Re.Store(r + (3 * step));
            x7.Im.Store(i + (3 * step));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix8<T>(Lanes<T>* x, int* order, int blocks, T* re, T* im, nint stride, nint step, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> factor = new(scale);
        for (int b = 0; b < blocks; b++, x += 8)
        {
            Lanes<T> x0 = x[0] * factor, x1 = x[1] * factor, x2 = x[2] * factor, x3 = x[3] * factor;
            Lanes<T> x4 = x[4] * factor, x5 = x[5] * factor, x6 = x[6] * factor, x7 = x[7] * factor;
            RowButterfly.Eight(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
            T* r = re + (order[b] * stride);
            T* i = im + (order[b] * stride);
            x0.Re.Store(r);
            x0.Im.Store(i);
            x1.Re.Store(r + step);
            x1.Im.Store(i + step);
            x2.Re.Store(r + (2 * step));
            x2.Im.Store(i + (2 * step));
            x3.Re.Store(r + (3 * step));
            x3.Im.Store(i + (3 * step));
            r += 4 * step;
            i += 4 * step;
            x4.Re.Store(r);
            x4.Im.Store(i);
            x5.Re.Store(r + step);
            x5.Im.Store(i + step);
            x6.Re.Store(r + (2 * step));
            x6.Im.Store(i + (2 * step));
            x7.Re.Store(r + (3 * step));
            x7.Im.Store(i + (3 * step));
        }
    }
}
