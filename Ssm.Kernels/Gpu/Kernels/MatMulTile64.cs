using System.Runtime.CompilerServices;
using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>A tile of 64 by 64: a thread keeps 8 by 8, as four tiles of 32 by 32 have them.</summary>
internal readonly struct MatMulTile64<T>(
    MatMulTile32<T> a, MatMulTile32<T> b, MatMulTile32<T> c, MatMulTile32<T> d)
    : IDeviceTile<T, MatMulTile64<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Quads of 32 lines: those of the other half lie so much further on, and no two threads meet in one bank.
    private const int Half = 8;

    private readonly MatMulTile32<T> _a = a;
    private readonly MatMulTile32<T> _b = b;
    private readonly MatMulTile32<T> _c = c;
    private readonly MatMulTile32<T> _d = d;

    public static int Size => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MatMulTile64<T> Plus(ArrayView<MatMulQuad<T>> left, int l, ArrayView<MatMulQuad<T>> right, int r) => new(
        _a.Plus(left, l, right, r),
        _b.Plus(left, l, right, r + Half),
        _c.Plus(left, l + Half, right, r),
        _d.Plus(left, l + Half, right, r + Half));

    public void Store<TOp>(MatMulTarget<T, TOp> target, int row, int column)
        where TOp : unmanaged, IUnaryOp<T>
    {
        _a.Store(target, row, column);
        _b.Store(target, row, column + 32);
        _c.Store(target, row + 32, column);
        _d.Store(target, row + 32, column + 32);
    }
}
