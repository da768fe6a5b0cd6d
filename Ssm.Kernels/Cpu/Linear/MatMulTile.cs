using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Six rows times two vectors of columns: twelve accumulators that never leave their registers.</summary>
/// <remarks>
/// 12 accumulators, 2 vectors of B and 1 broadcast of A fill 15 of the 16 registers that every x64 processor has.
/// </remarks>
internal readonly unsafe struct MatMulTile<T> : IMatMulTile<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static int Width => 2 * Vector<T>.Count;

    /// <inheritdoc/>
    public static int Rows => 6;

    /// <inheritdoc/>
    public static int FewRows => 3;

    /// <inheritdoc/>
    public static int Columns => Width;

    /// <inheritdoc/>
    /// <remarks>B's panel is then 16 KiB of 256-bit vectors: half of a first-level cache.</remarks>
    public static int MostDepth => 256;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int depth, T* a, nint rowStep, nint depthStep, T* b, T* c, nint stride, bool add)
    {
        Vector<T> c00 = Vector<T>.Zero, c01 = Vector<T>.Zero, c10 = Vector<T>.Zero, c11 = Vector<T>.Zero;
        Vector<T> c20 = Vector<T>.Zero, c21 = Vector<T>.Zero, c30 = Vector<T>.Zero, c31 = Vector<T>.Zero;
        Vector<T> c40 = Vector<T>.Zero, c41 = Vector<T>.Zero, c50 = Vector<T>.Zero, c51 = Vector<T>.Zero;
        nint twoSteps = 2 * rowStep;
        T* a3 = a + rowStep + twoSteps;
        Prefetch.Rows<T>(c, stride, Rows, Width);
        for (int k = depth; k > 0; k--)
        {
            Vector<T> b0 = Vector.Load(b), b1 = Vector.Load(b + Vector<T>.Count);
            b += Width;
            Vector<T> x = new Vector<T>(*a);
            c00 = Fused.MultiplyAdd(x, b0, c00);
            c01 = Fused.MultiplyAdd(x, b1, c01);
            x = new Vector<T>(a[rowStep]);
            c10 = Fused.MultiplyAdd(x, b0, c10);
            c11 = Fused.MultiplyAdd(x, b1, c11);
            x = new Vector<T>(a[twoSteps]);
            c20 = Fused.MultiplyAdd(x, b0, c20);
            c21 = Fused.MultiplyAdd(x, b1, c21);
            x = new Vector<T>(*a3);
            c30 = Fused.MultiplyAdd(x, b0, c30);
            c31 = Fused.MultiplyAdd(x, b1, c31);
            x = new Vector<T>(a3[rowStep]);
            c40 = Fused.MultiplyAdd(x, b0, c40);
            c41 = Fused.MultiplyAdd(x, b1, c41);
            x = new Vector<T>(a3[twoSteps]);
            c50 = Fused.MultiplyAdd(x, b0, c50);
            c51 = Fused.MultiplyAdd(x, b1, c51);
            a += depthStep;
            a3 += depthStep;
        }

        StoreRow(c, c00, c01, add);
        c += stride;
        StoreRow(c, c10, c11, add);
        c += stride;
        StoreRow(c, c20, c21, add);
        c += stride;
        StoreRow(c, c30, c31, add);
        c += stride;
        StoreRow(c, c40, c41, add);
        c += stride;
        StoreRow(c, c50, c51, add);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyFew(int depth, T* a, nint rowStep, nint depthStep, T* b, T* c, nint stride, bool add)
    {
        Vector<T> c00 = Vector<T>.Zero, c01 = Vector<T>.Zero, c10 = Vector<T>.Zero, c11 = Vector<T>.Zero;
        Vector<T> c20 = Vector<T>.Zero, c21 = Vector<T>.Zero;
        nint twoSteps = 2 * rowStep;
        Prefetch.Rows<T>(c, stride, FewRows, Width);
        for (int k = depth; k > 0; k--)
        {
            Vector<T> b0 = Vector.Load(b), b1 = Vector.Load(b + Vector<T>.Count);
            b += Width;
            Vector<T> x = new Vector<T>(*a);
            c00 = Fused.MultiplyAdd(x, b0, c00);
            c01 = Fused.MultiplyAdd(x, b1, c01);
            x = new Vector<T>(a[rowStep]);
            c10 = Fused.MultiplyAdd(x, b0, c10);
            c11 = Fused.MultiplyAdd(x, b1, c11);
            x = new Vector<T>(a[twoSteps]);
            c20 = Fused.MultiplyAdd(x, b0, c20);
            c21 = Fused.MultiplyAdd(x, b1, c21);
            a += depthStep;
        }

        StoreRow(c, c00, c01, add);
        c += stride;
        StoreRow(c, c10, c11, add);
        c += stride;
        StoreRow(c, c20, c21, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(T* row, Vector<T> x, Vector<T> y, bool add)
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
