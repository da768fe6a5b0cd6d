using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The part of a tile of C that one of 64 threads keeps in registers.</summary>
internal interface IDeviceTile<T, TTile>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTile : struct, IDeviceTile<T, TTile>
{
    /// <summary>Rows and columns of a whole tile.</summary>
    static abstract int Size { get; }

    /// <summary>This tile + a column of the left slab times a row of the right slab.</summary>
    /// <param name="left">The left slab.</param>
    /// <param name="l">The quad of this thread's first four rows.</param>
    /// <param name="right">The right slab.</param>
    /// <param name="r">The quad of this thread's first four columns.</param>
    TTile Plus(ArrayView<MatMulQuad<T>> left, int l, ArrayView<MatMulQuad<T>> right, int r);

    /// <summary>Writes the tile whose first row and column these are.</summary>
    void Store<TOp>(MatMulTarget<T, TOp> target, int row, int column)
        where TOp : unmanaged, IUnaryOp<T>;
}
