using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>What turns a complex transform of N = n/2 points into a real one of n.</summary>
/// <remarks>
/// With z[j] = x[2j] + i·x[2j+1], Z its transform, and g[k] = −(i/2) e^(−2πi·k/n)
/// <code>
///   X[k]         = (Z[k] + conj Z[N−k])/2 + g[k] (Z[k] − conj Z[N−k])
///   conj X[N−k]  = (Z[k] + conj Z[N−k])/2 − g[k] (Z[k] − conj Z[N−k])
/// </code>
/// and back the same with conj g. The bins k and N − k are done together, so both directions work in place.
/// </remarks>
internal static unsafe class RealRowPasses
{
    /// <summary>re[j] = x[2j], im[j] = x[2j+1] for all j from <paramref name="start"/> to <paramref name="end"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Split<T>(T* x, T* re, T* im, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = start;
        if (Avx2.IsSupported)
        {
            for (; j <= end - Vector256<T>.Count; j += Vector256<T>.Count)
            {
                Vector256<T> a = Vector256.Load(x + (2 * (nint)j));
                Vector256<T> b = Vector256.Load(x + (2 * (nint)j) + Vector256<T>.Count);
                RealRowLanes.Even(a, b).Store(re + j);
                RealRowLanes.Odd(a, b).Store(im + j);
            }
        }

        for (; j < end; j++)
        {
            re[j] = x[2 * (nint)j];
            im[j] = x[(2 * (nint)j) + 1];
        }
    }

    /// <summary>x[2j] = re[j], x[2j+1] = im[j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Merge<T>(T* re, T* im, T* x, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = start;
        if (Avx2.IsSupported)
        {
            for (; j <= end - Vector256<T>.Count; j += Vector256<T>.Count)
            {
                (Vector256<T> a, Vector256<T> b) =
                    RealRowLanes.Interleave(Vector256.Load(re + j), Vector256.Load(im + j));
                a.Store(x + (2 * (nint)j));
                b.Store(x + (2 * (nint)j) + Vector256<T>.Count);
            }
        }

        for (; j < end; j++)
        {
            x[2 * (nint)j] = re[j];
            x[(2 * (nint)j) + 1] = im[j];
        }
    }

    /// <summary>The pairs of bins k and N − k for all k from <paramref name="start"/>, 1 or more, to
    /// <paramref name="end"/>, N/2 + 1 at most; with <paramref name="sign"/> 1 towards the real signal's bins, with −1
    /// back.</summary>
    /// <remarks>The result may lie where the input does.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Pairs<T>(
        T* xRe, T* xIm, T* gRe, T* gIm, T* yRe, T* yIm, int points, int start, int end, T sign)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int k = start;
        T half = T.CreateTruncating(0.5);
        if (Avx2.IsSupported)
        {
            Vector256<T> halves = Vector256.Create(half), signs = Vector256.Create(sign);
            int width = Vector256<T>.Count;
            for (; k <= end - width && k + width <= points - k - width + 1; k += width)
            {
                int mirror = points - k - width + 1;
                Vector256<T> ar = Vector256.Load(xRe + k), ai = Vector256.Load(xIm + k);
                Vector256<T> br = RealRowLanes.Reverse(Vector256.Load(xRe + mirror));
                Vector256<T> bi = RealRowLanes.Reverse(Vector256.Load(xIm + mirror));
                Vector256<T> gr = Vector256.Load(gRe + k), gi = Vector256.Load(gIm + k) * signs;
                Vector256<T> er = (ar + br) * halves, ei = (ai - bi) * halves, dr = ar - br, di = ai + bi;
                Vector256<T> tr = (gr * dr) - (gi * di), ti = (gr * di) + (gi * dr);
                (er + tr).Store(yRe + k);
                (ei + ti).Store(yIm + k);
                RealRowLanes.Reverse(er - tr).Store(yRe + mirror);
                RealRowLanes.Reverse(ti - ei).Store(yIm + mirror);
            }
        }

        for (; k < end; k++)
        {
            T ar = xRe[k], ai = xIm[k], br = xRe[points - k], bi = xIm[points - k];
            T gr = gRe[k], gi = gIm[k] * sign;
            T er = (ar + br) * half, ei = (ai - bi) * half, dr = ar - br, di = ai + bi;
            T tr = (gr * dr) - (gi * di), ti = (gr * di) + (gi * dr);
            yRe[k] = er + tr;
            yIm[k] = ei + ti;
            yRe[points - k] = er - tr;
            yIm[points - k] = ti - ei;
        }
    }
}
