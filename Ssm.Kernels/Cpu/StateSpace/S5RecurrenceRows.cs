using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Row operations on states of P modes that lie as P real parts, then P imaginary parts.</summary>
internal static unsafe class S5RecurrenceRows
{
    /// <summary>h += a ⊙ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddProduct<T>(PlanePointers<T> a, T* x, T* h, int modes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* re = a.Re, im = a.Im, xRe = x, xIm = x + modes, hRe = h, hIm = h + modes;
        int n = 0;
        for (; n <= modes - Vector<T>.Count; n += Vector<T>.Count)
        {
            Vector<T> ar = Vector.Load(re + n), ai = Vector.Load(im + n);
            Vector<T> xr = Vector.Load(xRe + n), xi = Vector.Load(xIm + n);
            Vector<T> hr = Fused.MultiplyAdd(ar, xr, Vector.Load(hRe + n));
            Vector<T> hi = Fused.MultiplyAdd(ar, xi, Vector.Load(hIm + n));
            Fused.MultiplyAdd(-ai, xi, hr).Store(hRe + n);
            Fused.MultiplyAdd(ai, xr, hi).Store(hIm + n);
        }

        for (; n < modes; n++)
        {
            (T ar, T ai, T xr, T xi) = (re[n], im[n], xRe[n], xIm[n]);
            hRe[n] = Fused.MultiplyAdd(-ai, xi, Fused.MultiplyAdd(ar, xr, hRe[n]));
            hIm[n] = Fused.MultiplyAdd(ai, xr, Fused.MultiplyAdd(ar, xi, hIm[n]));
        }
    }

    /// <summary>h += conj(a) ⊙ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddConjugateProduct<T>(PlanePointers<T> a, T* x, T* h, int modes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* re = a.Re, im = a.Im, xRe = x, xIm = x + modes, hRe = h, hIm = h + modes;
        int n = 0;
        for (; n <= modes - Vector<T>.Count; n += Vector<T>.Count)
        {
            Vector<T> ar = Vector.Load(re + n), ai = Vector.Load(im + n);
            Vector<T> xr = Vector.Load(xRe + n), xi = Vector.Load(xIm + n);
            Vector<T> hr = Fused.MultiplyAdd(ar, xr, Vector.Load(hRe + n));
            Vector<T> hi = Fused.MultiplyAdd(ar, xi, Vector.Load(hIm + n));
            Fused.MultiplyAdd(ai, xi, hr).Store(hRe + n);
            Fused.MultiplyAdd(-ai, xr, hi).Store(hIm + n);
        }

        for (; n < modes; n++)
        {
            (T ar, T ai, T xr, T xi) = (re[n], im[n], xRe[n], xIm[n]);
            hRe[n] = Fused.MultiplyAdd(ai, xi, Fused.MultiplyAdd(ar, xr, hRe[n]));
            hIm[n] = Fused.MultiplyAdd(-ai, xr, Fused.MultiplyAdd(ar, xi, hIm[n]));
        }
    }

    /// <summary>h += x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add<T>(T* x, T* h, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = 0;
        for (; n <= count - Vector<T>.Count; n += Vector<T>.Count)
        {
            (Vector.Load(h + n) + Vector.Load(x + n)).Store(h + n);
        }

        for (; n < count; n++)
        {
            h[n] += x[n];
        }
    }

    /// <summary>Each row: y = d ⊙ u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scaled<T>(T* d, T* u, T* y, int rows, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; rows > 0; rows--, u += width, y += width)
        {
            int n = 0;
            for (; n <= width - Vector<T>.Count; n += Vector<T>.Count)
            {
                (Vector.Load(d + n) * Vector.Load(u + n)).Store(y + n);
            }

            for (; n < width; n++)
            {
                y[n] = d[n] * u[n];
            }
        }
    }

    /// <summary>sum += Σ over rows of u ⊙ v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddProducts<T>(T* u, T* v, T* sum, int rows, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; rows > 0; rows--, u += width, v += width)
        {
            int n = 0;
            for (; n <= width - Vector<T>.Count; n += Vector<T>.Count)
            {
                Fused.MultiplyAdd(Vector.Load(u + n), Vector.Load(v + n), Vector.Load(sum + n)).Store(sum + n);
            }

            for (; n < width; n++)
            {
                sum[n] = Fused.MultiplyAdd(u[n], v[n], sum[n]);
            }
        }
    }
}
