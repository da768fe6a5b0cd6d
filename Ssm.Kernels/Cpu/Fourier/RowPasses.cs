using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Passes of decimation in frequency of radix 2, 4 and 8, in place: butterfly, then twiddles.</summary>
/// <remarks>The contract is that of <see cref="DecimationInFrequency"/>.</remarks>
internal static unsafe class RowPasses
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix2<T>(Lanes<T>* x, int blocks, int part, T* twiddles)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int block = 0; block < blocks; block++, x += 2 * part)
        {
            Lanes<T>* p = x;
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 2, p++)
            {
                Lanes<T> x0 = p[0], x1 = p[part];
                RowButterfly.Two(ref x0, ref x1);
                p[0] = x0;
                p[part] = x1.Times(Lanes<T>.Broadcast(w));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix4<T>(Lanes<T>* x, int blocks, int part, T* twiddles)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int block = 0; block < blocks; block++, x += 4 * part)
        {
            Lanes<T>* p = x;
            Lanes<T>* h = x + (2 * part);
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 6, p++, h++)
            {
                Lanes<T> x0 = p[0], x1 = p[part], x2 = h[0], x3 = h[part];
                RowButterfly.Four(ref x0, ref x1, ref x2, ref x3);
                p[0] = x0;
                p[part] = x1.Times(Lanes<T>.Broadcast(w));
                h[0] = x2.Times(Lanes<T>.Broadcast(w + 2));
                h[part] = x3.Times(Lanes<T>.Broadcast(w + 4));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix8<T>(Lanes<T>* x, int blocks, int part, T* twiddles)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int block = 0; block < blocks; block++, x += 8 * part)
        {
            Lanes<T>* p = x;
            Lanes<T>* h = x + (4 * part);
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 14, p++, h++)
            {
                Lanes<T> x0 = p[0], x1 = p[part], x2 = p[2 * part], x3 = p[3 * part];
                Lanes<T> x4 = h[0], x5 = h[part], x6 = h[2 * part], x7 = h[3 * part];
                RowButterfly.Eight(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
                p[0] = x0;
                p[part] = x1.Times(Lanes<T>.Broadcast(w));
                p[2 * part] = x2.Times(Lanes<T>.Broadcast(w + 2));
                p[3 * part] = x3.Times(Lanes<T>.Broadcast(w + 4));
                h[0] = x4.Times(Lanes<T>.Broadcast(w + 6));
                h[part] = x5.Times(Lanes<T>.Broadcast(w + 8));
                h[2 * part] = x6.Times(Lanes<T>.Broadcast(w + 10));
                h[3 * part] = x7.Times(Lanes<T>.Broadcast(w + 12));
            }
        }
    }
}
