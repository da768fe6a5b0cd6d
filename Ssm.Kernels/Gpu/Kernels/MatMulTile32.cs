using System.Runtime.CompilerServices;
using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>A tile of 32 by 32: a thread keeps 4 by 4.</summary>
internal readonly struct MatMulTile32<T>(MatMulQuad<T> a, MatMulQuad<T> b, MatMulQuad<T> c, MatMulQuad<T> d)
    : IDeviceTile<T, MatMulTile32<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly MatMulQuad<T> _a = a;
    private readonly MatMulQuad<T> _b = b;
    private readonly MatMulQuad<T> _c = c;
    private readonly MatMulQuad<T> _d = d;

    // ILGPU 1.5.3 takes structs whose numbers are alike for one type, however they are nested; no other has these.
    internal readonly short Kind = 0;

    public static int Size => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MatMulTile32<T> Plus(ArrayView<MatMulQuad<T>> left, int l, ArrayView<MatMulQuad<T>> right, int r)
    {
        MatMulQuad<T> x = left[l], y = right[r];
        return new(_a.Plus(x.X, y), _b.Plus(x.Y, y), _c.Plus(x.Z, y), _d.Plus(x.W, y));
    }

    /// <summary>This tile − a column of the left slab times a row of the right slab.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MatMulTile32<T> Minus(ArrayView<MatMulQuad<T>> left, int l, ArrayView<MatMulQuad<T>> right, int r)
    {
        MatMulQuad<T> x = left[l], y = right[r];
        return new(_a.Minus(x.X, y), _b.Minus(x.Y, y), _c.Minus(x.Z, y), _d.Minus(x.W, y));
    }

    public void Store<TOp>(MatMulTarget<T, TOp> target, int row, int column)
        where TOp : unmanaged, IUnaryOp<T>
    {
        row += 4 * (Group.IdxX / 8);
        column += 4 * (Group.IdxX % 8);
        target.Write(row, column, _a);
        target.Write(row + 1, column, _b);
        target.Write(row + 2, column, _c);
        target.Write(row + 3, column, _d);
    }
}
