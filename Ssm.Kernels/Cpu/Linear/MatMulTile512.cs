using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ssm.Kernels;

/// <summary>Twelve rows times two vectors of 512 bits: 24 accumulators that never leave their registers.</summary>
/// <remarks>
/// For processors whose 512-bit multiply-add runs at the rate of the 256-bit one, where <see cref="Vector{T}"/> itself
/// is narrower: 24 accumulators, 2 vectors of B and 1 broadcast of A fill 27 of 32 registers.
/// </remarks>
internal readonly unsafe struct MatMulTile512<T> : IMatMulTile<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static int Width => 2 * Vector512<T>.Count;

    /// <inheritdoc/>
    public static int Rows => 12;

    /// <inheritdoc/>
    public static int FewRows => 4;

    /// <inheritdoc/>
    public static int Columns => Width;

    /// <inheritdoc/>
    /// <remarks>B's panel is then 64 KiB and comes from the second-level cache, whose rate is four times what a
    /// tile asks for; 256 visited C twice as often, which cost more.</remarks>
    public static int MostDepth => 512;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int depth, T* a, nint rowStep, nint depthStep, T* b, T* c, nint stride, bool add)
    {
        Vector512<T> c00 = Vector512<T>.Zero, c01 = Vector512<T>.Zero, c10 = Vector512<T>.Zero, c11 = Vector512<T>.Zero;
        Vector512<T> c20 = Vector512<T>.Zero, c21 = Vector512<T>.Zero, c30 = Vector512<T>.Zero, c31 = Vector512<T>.Zero;
        Vector512<T> c40 = Vector512<T>.Zero, c41 = Vector512<T>.Zero, c50 = Vector512<T>.Zero, c51 = Vector512<T>.Zero;
        Vector512<T> c60 = Vector512<T>.Zero, c61 = Vector512<T>.Zero, c70 = Vector512<T>.Zero, c71 = Vector512<T>.Zero;
        Vector512<T> c80 = Vector512<T>.Zero, c81 = Vector512<T>.Zero, c90 = Vector512<T>.Zero, c91 = Vector512<T>.Zero;
        Vector512<T> ca0 = Vector512<T>.Zero, ca1 = Vector512<T>.Zero, cb0 = Vector512<T>.Zero, cb1 = Vector512<T>.Zero;
        nint twoSteps = 2 * rowStep;
        T* a3 = a + rowStep + twoSteps;
        T* a6 = a3 + rowStep + twoSteps;
        T* a9 = a6 + rowStep + twoSteps;
        Prefetch.Rows<T>(c, stride, Rows, Width);
        for (int k = depth; k > 0; k--)
        {
            Vector512<T> b0 = Vector512.Load(b), b1 = Vector512.Load(b + Vector512<T>.Count);
            b += Width;
            Vector512<T> x = Vector512.Create(*a);
            c00 = Fused.MultiplyAdd(x, b0, c00);
            c01 = Fused.MultiplyAdd(x, b1, c01);
            x = Vector512.Create(a[rowStep]);
            c10 = Fused.MultiplyAdd(x, b0, c10);
            c11 = Fused.MultiplyAdd(x, b1, c11);
            x = Vector512.Create(a[twoSteps]);
            c20 = Fused.MultiplyAdd(x, b0, c20);
            c21 = Fused.MultiplyAdd(x, b1, c21);
            x = Vector512.Create(*a3);
            c30 = Fused.MultiplyAdd(x, b0, c30);
            c31 = Fused.MultiplyAdd(x, b1, c31);
            x = Vector512.Create(a3[rowStep]);
            c40 = Fused.MultiplyAdd(x, b0, c40);
            c41 = Fused.MultiplyAdd(x, b1, c41);
            x = Vector512.Create(a3[twoSteps]);
            c50 = Fused.MultiplyAdd(x, b0, c50);
            c51 = Fused.MultiplyAdd(x, b1, c51);
            x = Vector512.Create(*a6);
            c60 = Fused.MultiplyAdd(x, b0, c60);
            c61 = Fused.MultiplyAdd(x, b1, c61);
            x = Vector512.Create(a6[rowStep]);
            c70 = Fused.MultiplyAdd(x, b0, c70);
            c71 = Fused.MultiplyAdd(x, b1, c71);
            x = Vector512.Create(a6[twoSteps]);
            c80 = Fused.MultiplyAdd(x, b0, c80);
            c81 = Fused.MultiplyAdd(x, b1, c81);
            x = Vector512.Create(*a9);
            c90 = Fused.MultiplyAdd(x, b0, c90);
            c91 = Fused.MultiplyAdd(x, b1, c91);
            x = Vector512.Create(a9[rowStep]);
            ca0 = Fused.MultiplyAdd(x, b0, ca0);
            ca1 = Fused.MultiplyAdd(x, b1, ca1);
            x = Vector512.Create(a9[twoSteps]);
            cb0 = Fused.MultiplyAdd(x, b0, cb0);
            cb1 = Fused.MultiplyAdd(x, b1, cb1);
            a += depthStep;
            a3 += depthStep;
            a6 += depthStep;
            a9 += depthStep;
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
        c += stride;
        StoreRow(c, c60, c61, add);
        c += stride;
        StoreRow(c, c70, c71, add);
        c += stride;
        StoreRow(c, c80, c81, add);
        c += stride;
        StoreRow(c, c90, c91, add);
        c += stride;
        StoreRow(c, ca0, ca1, add);
        c += stride;
        StoreRow(c, cb0, cb1, add);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyFew(int depth, T* a, nint rowStep, nint depthStep, T* b, T* c, nint stride, bool add)
    {
        Vector512<T> c00 = Vector512<T>.Zero, c01 = Vector512<T>.Zero, c10 = Vector512<T>.Zero, c11 = Vector512<T>.Zero;
        Vector512<T> c20 = Vector512<T>.Zero, c21 = Vector512<T>.Zero, c30 = Vector512<T>.Zero, c31 = Vector512<T>.Zero;
        nint twoSteps = 2 * rowStep;
        T* a3 = a + rowStep + twoSteps;
        Prefetch.Rows<T>(c, stride, FewRows, Width);
        for (int k = depth; k > 0; k--)
        {
            Vector512<T> b0 = Vector512.Load(b), b1 = Vector512.Load(b + Vector512<T>.Count);
            b += Width;
            Vector512<T> x = Vector512.Create(*a);
            c00 = Fused.MultiplyAdd(x, b0, c00);
            c01 = Fused.MultiplyAdd(x, b1, c01);
            x = Vector512.Create(a[rowStep]);
            c10 = Fused.MultiplyAdd(x, b0, c10);
            c11 = Fused.MultiplyAdd(x, b1, c11);
            x = Vector512.Create(a[twoSteps]);
            c20 = Fused.MultiplyAdd(x, b0, c20);
            c21 = Fused.MultiplyAdd(x, b1, c21);
            x = Vector512.Create(*a3);
            c30 = Fused.MultiplyAdd(x, b0, c30);
            c31 = Fused.MultiplyAdd(x, b1, c31);
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
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(T* row, Vector512<T> x, Vector512<T> y, bool add)
    {
        if (add)
        {
            x += Vector512.Load(row);
            y += Vector512.Load(row + Vector512<T>.Count);
        }

        x.Store(row);
        y.Store(row + Vector512<T>.Count);
    }
}
