using System.Diagnostics;

namespace Ssm.Kernels;

/// <summary>The hot loops of <see cref="Vandermonde"/>; lanes run along the 64 steps of a block.</summary>
internal static unsafe class VandermondeLoops
{
    private const int Block = ExponentialPowers.Block;

    /// <summary>k[block, j] = Σ_n Re(head[block, n]·table[n, j]): a matrix product with blocks of rows.</summary>
    internal static void Kernel<T>(
        PlanePointers<T> heads, PlanePointers<T> tables, T* k, int blocks, int modes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        Debug.Assert(Block % (4 * lanes) == 0, "Four vectors at a time make up the block.");
        int block = 0;
        for (; block <= blocks - 2; block += 2)
        {
            T* headRe = heads.Re + ((nint)block * modes), headIm = heads.Im + ((nint)block * modes);
            for (int j = 0; j < Block; j += 4 * lanes)
            {
                KernelPair(headRe, headIm, tables.Re + j, tables.Im + j, k + ((nint)block * Block) + j, modes);
            }
        }

        for (; block < blocks; block++)
        {
            T* headRe = heads.Re + ((nint)block * modes), headIm = heads.Im + ((nint)block * modes);
            for (int j = 0; j < Block; j += 4 * lanes)
            {
                T* re = tables.Re + j, im = tables.Im + j;
                Vector<T> k0 = Vector<T>.Zero, k1 = Vector<T>.Zero, k2 = Vector<T>.Zero, k3 = Vector<T>.Zero;
                for (int n = 0; n < modes; n++, re += Block, im += Block)
                {
                    Vector<T> hr = new(headRe[n]), hi = new(-headIm[n]);
                    k0 = Fused.MultiplyAdd(hr, Vector.Load(re), k0);
                    k1 = Fused.MultiplyAdd(hr, Vector.Load(re + lanes), k1);
                    k2 = Fused.MultiplyAdd(hr, Vector.Load(re + (2 * lanes)), k2);
                    k3 = Fused.MultiplyAdd(hr, Vector.Load(re + (3 * lanes)), k3);
                    k0 = Fused.MultiplyAdd(hi, Vector.Load(im), k0);
                    k1 = Fused.MultiplyAdd(hi, Vector.Load(im + lanes), k1);
                    k2 = Fused.MultiplyAdd(hi, Vector.Load(im + (2 * lanes)), k2);
                    k3 = Fused.MultiplyAdd(hi, Vector.Load(im + (3 * lanes)), k3);
                }

                T* to = k + ((nint)block * Block) + j;
                k0.Store(to);
                k1.Store(to + lanes);
                k2.Store(to + (2 * lanes));
                k3.Store(to + (3 * lanes));
            }
        }
    }

    /// <summary>to = from, rounded.</summary>
    internal static void Round<T>(double* from, T* to, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        if (typeof(T) == typeof(float))
        {
            for (; j <= count - (2 * Vector<double>.Count); j += 2 * Vector<double>.Count)
            {
                Vector<double> low = Vector.Load(from + j), high = Vector.Load(from + j + Vector<double>.Count);
                Vector.Narrow(low, high).Store((float*)to + j);
            }
        }

        for (; j < count; j++)
        {
            to[j] = T.CreateTruncating(from[j]);
        }
    }

    /// <summary>to = from.</summary>
    internal static void Widen<T>(T* from, double* to, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        if (typeof(T) == typeof(float))
        {
            for (; j <= count - Vector<float>.Count; j += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load((float*)from + j), out Vector<double> low, out Vector<double> high);
                low.Store(to + j);
                high.Store(to + j + Vector<double>.Count);
            }
        }

        for (; j < count; j++)
        {
            to[j] = double.CreateTruncating(from[j]);
        }
    }

    /// <summary>
    /// Σ_l conj(a^l)·dk = Σ_j conj(a^j)·s[j], and with the factor l = 64·m + j, Σ_j conj(a^j)·(m[j] + j·s[j]).
    /// </summary>
    /// <param name="table">Re a^j, then Im a^j.</param>
    /// <param name="sums">The rows of <see cref="Moments"/>.</param>
    internal static (double Sr, double Si, double Mr, double Mi) Gradient(double* table, double* sums)
    {
        int lanes = Vector<double>.Count;
        Debug.Assert(Block % lanes == 0, "Whole vectors make up the block.");
        Vector<double> sr = Vector<double>.Zero, si = sr, mr = sr, mi = sr, at = Vector<double>.Indices;
        for (int j = 0; j < Block; j += lanes, at += new Vector<double>(lanes))
        {
            Vector<double> re = Vector.Load(table + j), im = Vector.Load(table + Block + j);
            Vector<double> x = Vector.Load(sums + j), y = Vector.Load(sums + Block + j);
            sr = Fused.MultiplyAdd(re, x, Fused.MultiplyAdd(im, y, sr));
            si = Fused.MultiplyAdd(re, y, Fused.MultiplyAdd(-im, x, si));
            x = Fused.MultiplyAdd(at, x, Vector.Load(sums + (2 * Block) + j));
            y = Fused.MultiplyAdd(at, y, Vector.Load(sums + (3 * Block) + j));
            mr = Fused.MultiplyAdd(re, x, Fused.MultiplyAdd(im, y, mr));
            mi = Fused.MultiplyAdd(re, y, Fused.MultiplyAdd(-im, x, mi));
        }

        return (Vector.Sum(sr), Vector.Sum(si), Vector.Sum(mr), Vector.Sum(mi));
    }

    /// <summary>s[j] = Σ_block conj(head[block])·dk[block, j], and m[j] the same with 64·block·head.</summary>
    /// <param name="heads">Four rows of one number a block: Re and Im of the head, then of 64·block times the
    /// head.</param>
    /// <param name="dk">(blocks, 64).</param>
    /// <param name="sums">Four rows of 64: Re s, Im s, Re m, Im m.</param>
    /// <param name="blocks">How many blocks.</param>
    internal static void Moments<T>(T* heads, T* dk, T* sums, int blocks)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        Debug.Assert(Block % (2 * lanes) == 0, "Two vectors at a time make up the block.");
        T* headRe = heads, headIm = heads + blocks, laterRe = headIm + blocks, laterIm = laterRe + blocks;
        for (int j = 0; j < Block; j += 2 * lanes)
        {
            Vector<T> sr0 = Vector<T>.Zero, si0 = Vector<T>.Zero, mr0 = Vector<T>.Zero, mi0 = Vector<T>.Zero;
            Vector<T> sr1 = Vector<T>.Zero, si1 = Vector<T>.Zero, mr1 = Vector<T>.Zero, mi1 = Vector<T>.Zero;
            T* at = dk + j;
            for (int block = 0; block < blocks; block++, at += Block)
            {
                Vector<T> d0 = Vector.Load(at), d1 = Vector.Load(at + lanes);
                Vector<T> head = new(headRe[block]);
                sr0 = Fused.MultiplyAdd(head, d0, sr0);
                sr1 = Fused.MultiplyAdd(head, d1, sr1);
                head = new(-headIm[block]);
                si0 = Fused.MultiplyAdd(head, d0, si0);
                si1 = Fused.MultiplyAdd(head, d1, si1);
                head = new(laterRe[block]);
                mr0 = Fused.MultiplyAdd(head, d0, mr0);
                mr1 = Fused.MultiplyAdd(head, d1, mr1);
                head = new(-laterIm[block]);
                mi0 = Fused.MultiplyAdd(head, d0, mi0);
                mi1 = Fused.MultiplyAdd(head, d1, mi1);
            }

            sr0.Store(sums + j);
            sr1.Store(sums + j + lanes);
            si0.Store(sums + Block + j);
            si1.Store(sums + Block + j + lanes);
            mr0.Store(sums + (2 * Block) + j);
            mr1.Store(sums + (2 * Block) + j + lanes);
            mi0.Store(sums + (3 * Block) + j);
            mi1.Store(sums + (3 * Block) + j + lanes);
        }
    }

    // Two blocks at once use each number of the table twice: the loop is then bound by products, not by loads.
    private static void KernelPair<T>(T* headRe, T* headIm, T* re, T* im, T* to, int modes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        Vector<T> k0 = Vector<T>.Zero, k1 = Vector<T>.Zero, k2 = Vector<T>.Zero, k3 = Vector<T>.Zero;
        Vector<T> l0 = Vector<T>.Zero, l1 = Vector<T>.Zero, l2 = Vector<T>.Zero, l3 = Vector<T>.Zero;
        for (int n = 0; n < modes; n++, re += Block, im += Block)
        {
            Vector<T> h = new(headRe[n]), g = new(headRe[n + modes]), t = Vector.Load(re);
            k0 = Fused.MultiplyAdd(h, t, k0);
            l0 = Fused.MultiplyAdd(g, t, l0);
            t = Vector.Load(re + lanes);
            k1 = Fused.MultiplyAdd(h, t, k1);
            l1 = Fused.MultiplyAdd(g, t, l1);
            t = Vector.Load(re + (2 * lanes));
            k2 = Fused.MultiplyAdd(h, t, k2);
            l2 = Fused.MultiplyAdd(g, t, l2);
            t = Vector.Load(re + (3 * lanes));
            k3 = Fused.MultiplyAdd(h, t, k3);
            l3 = Fused.MultiplyAdd(g, t, l3);
            (h, g, t) = (new(-headIm[n]), new(-headIm[n + modes]), Vector.Load(im));
            k0 = Fused.MultiplyAdd(h, t, k0);
            l0 = Fused.MultiplyAdd(g, t, l0);
            t = Vector.Load(im + lanes);
            k1 = Fused.MultiplyAdd(h, t, k1);
            l1 = Fused.MultiplyAdd(g, t, l1);
            t = Vector.Load(im + (2 * lanes));
            k2 = Fused.MultiplyAdd(h, t, k2);
            l2 = Fused.MultiplyAdd(g, t, l2);
            t = Vector.Load(im + (3 * lanes));
            k3 = Fused.MultiplyAdd(h, t, k3);
            l3 = Fused.MultiplyAdd(g, t, l3);
        }

        k0.Store(to);
        k1.Store(to + lanes);
        k2.Store(to + (2 * lanes));
        k3.Store(to + (3 * lanes));
        to += Block;
        l0.Store(to);
        l1.Store(to + lanes);
        l2.Store(to + (2 * lanes));
        l3.Store(to + (3 * lanes));
    }
}
