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
        for (int block = 0; block < blocks; block++)
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
}
