using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Six rows times two vectors of columns: twelve accumulators that never leave their registers.</summary>
/// <remarks>
/// 12 accumulators, 2 vectors of B and 1 broadcast of A fill 15 of the 16 registers that every x64 processor has.
/// </remarks>
internal static unsafe class MatMulMicroKernel
{
    /// <summary>Rows of a tile.</summary>
    internal const int Rows = 6;

    /// <summary>Computes tile = Σ over depth of a[k] ⊗ b[k], and stores or adds it.</summary>
    /// <param name="depth">The number of terms.</param>
    /// <param name="a">A packed panel: six numbers a term.</param>
    /// <param name="b">A packed panel: two vectors a term.</param>
    /// <param name="c">The tile's first element.</param>
    /// <param name="stride">Elements from one of its rows to the next.</param>
    /// <param name="add">Adds to the tile instead of overwriting it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Tile<T>(int depth, T* a, T* b, T* c, nint stride, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> c00 = Vector<T>.Zero, c01 = Vector<T>.Zero, c10 = Vector<T>.Zero, c11 = Vector<T>.Zero;
        Vector<T> c20 = Vector<T>.Zero, c21 = Vector<T>.Zero, c30 = Vector<T>.Zero, c31 = Vector<T>.Zero;
        Vector<T> c40 = Vector<T>.Zero, c41 = Vector<T>.Zero, c50 = Vector<T>.Zero, c51 = Vector<T>.Zero;

        for (int k = depth; k > 0; k--)
        {
            Vector<T> b0 = Vector.Load(b), b1 = Vector.Load(b + Vector<T>.Count);

            Vector<T> x = new(a[0]);
            c00 = Fused.MultiplyAdd(x, b0, c00);
            c01 = Fused.MultiplyAdd(x, b1, c01);
            x = new Vector<T>(a[1]);
            c10 = Fused.MultiplyAdd(x, b0, c10);
            c11 = Fused.MultiplyAdd(x, b1, c11);
            x = new Vector<T>(a[2]);
            c20 = Fused.MultiplyAdd(x, b0, c20);
            c21 = Fused.MultiplyAdd(x, b1, c21);
            x = new Vector<T>(a[3]);
            c30 = Fused.MultiplyAdd(x, b0, c30);
            c31 = Fused.MultiplyAdd(x, b1, c31);
            x = new Vector<T>(a[4]);
            c40 = Fused.MultiplyAdd(x, b0, c40);
            c41 = Fused.MultiplyAdd(x, b1, c41);
            x = new Vector<T>(a[5]);
            c50 = Fused.MultiplyAdd(x, b0, c50);
            c51 = Fused.MultiplyAdd(x, b1, c51);

            a += Rows;
            b += 2 * Vector<T>.Count;
        }

        StoreRow(c, c00, c01, add);
        StoreRow(c + stride, c10, c11, add);
        StoreRow(c + (2 * stride), c20, c21, add);
        StoreRow(c + (3 * stride), c30, c31, add);
        StoreRow(c + (4 * stride), c40, c41, add);
        StoreRow(c + (5 * stride), c50, c51, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<T>(T* row, Vector<T> x, Vector<T> y, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (add)
        {
            x += Vector.Load(row);
            y += Vector.Load(row + Vector<T>.Count);
        }

        x.Store(row);
        y.Store(row + Vector<T>.Count);
    }
}
