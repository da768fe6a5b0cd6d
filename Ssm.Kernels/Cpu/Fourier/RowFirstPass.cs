using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>The first pass of <see cref="ShortRowFft{T}"/>: butterfly, twiddles and transposition.</summary>
internal static unsafe class RowFirstPass
{
    /// <summary>The whole pass for vectors of eight floats, each square in registers from its loads to its stores.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Eight(float* re, float* im, float* z, float* twiddles, int columns, nint ahead)
    {
        nint half = 4 * (nint)columns;
        for (int b = 0; b < columns; b += 8, re += 8, im += 8, z += 128, twiddles += 112)
        {
            float* r = re;
            float* i = im;
            if (ahead != 0)
            {
                // Sixteen short streams are no work for the hardware's prefetcher. A line holds two of these vectors:
                // one trip asks for the upper four rows of the next matrix, the other for the lower four.
                nint at = ahead + ((b & 8) != 0 ? half - 8 : 0);
                Prefetch(re + at, columns);
                Prefetch(im + at, columns);
            }

            Lanes<float> x0 = Load(r, i), x1 = Load(r + columns, i + columns);
            Lanes<float> x2 = Load(r + (2 * columns), i + (2 * columns));
            Lanes<float> x3 = Load(r + (3 * columns), i + (3 * columns));
            r += half;
            i += half;
            Lanes<float> x4 = Load(r, i), x5 = Load(r + columns, i + columns);
            Lanes<float> x6 = Load(r + (2 * columns), i + (2 * columns));
            Lanes<float> x7 = Load(r + (3 * columns), i + (3 * columns));
            RowButterfly.Eight(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);

            Lanes<float>* w = (Lanes<float>*)twiddles;
            x1 = x1.Times(w[0]);
            x2 = x2.Times(w[1]);
            x3 = x3.Times(w[2]);
            x4 = x4.Times(w[3]);
            x5 = x5.Times(w[4]);
            x6 = x6.Times(w[5]);
            x7 = x7.Times(w[6]);
            StoreTransposed(x0.Re, x1.Re, x2.Re, x3.Re, x4.Re, x5.Re, x6.Re, x7.Re, z);
            StoreTransposed(x0.Im, x1.Im, x2.Im, x3.Im, x4.Im, x5.Im, x6.Im, x7.Im, z + 8);
        }
    }

    /// <summary>Multiplies the points 1 … lanes − 1 by their twiddles; point 0 has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Turn<T>(Lanes<T>* x, Lanes<T>* w, int lanes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int c = 1; c < lanes; c++)
        {
            x[c] = x[c].Times(w[c - 1]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* x, nint stride)
    {
        Sse.Prefetch1(x);
        Sse.Prefetch1(x + stride);
        Sse.Prefetch1(x + (2 * stride));
        Sse.Prefetch1(x + (3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes<float> Load(float* re, float* im) => new(Vector.Load(re), Vector.Load(im));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreTransposed(
        Vector<float> x0, Vector<float> x1, Vector<float> x2, Vector<float> x3,
        Vector<float> x4, Vector<float> x5, Vector<float> x6, Vector<float> x7, float* z)
    {
        Vector256<float> a0 = x0.AsVector256(), a1 = x1.AsVector256(), a2 = x2.AsVector256(), a3 = x3.AsVector256();
        Vector256<float> a4 = x4.AsVector256(), a5 = x5.AsVector256(), a6 = x6.AsVector256(), a7 = x7.AsVector256();
        RowTranspose.Eight(ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        a0.Store(z);
        a1.Store(z + 16);
        a2.Store(z + 32);
        a3.Store(z + 48);
        a4.Store(z + 64);
        a5.Store(z + 80);
        a6.Store(z + 96);
        a7.Store(z + 112);
    }
}
