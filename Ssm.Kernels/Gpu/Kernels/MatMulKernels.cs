using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Real matrix products.</summary>
/// <remarks>
/// A group of 64 threads computes a tile of C; sixteen terms of the rows and columns that it needs are in its own
/// memory at one time, and each thread adds the products of eight of either (or four) in registers: outer products,
/// after Volkov and Demmel, "Benchmarking GPUs to Tune Dense Linear Algebra", 2008. A tile of 64 reads each element of
/// A N/64 times and each of B M/64 times.
/// </remarks>
internal static class MatMulKernels
{
    /// <summary>One tile for each group: C = f(op(A) op(B) + bias), or the sums of one piece of the depth.</summary>
    internal static void Multiply<T, TTile, TOp>(
        ArrayView<T> left, ArrayView<T> right, ArrayView<T> result, ArrayView<T> bias, TOp op, MatMulPlan plan,
        MatMulOperand leftLines, MatMulOperand rightLines)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTile : struct, IDeviceTile<T, TTile>
        where TOp : unmanaged, IUnaryOp<T>
    {
        ArrayView<MatMulQuad<T>> leftSlab = SharedMemory.Allocate<MatMulQuad<T>>(MatMulSlabs.Quads);
        ArrayView<MatMulQuad<T>> rightSlab = SharedMemory.Allocate<MatMulQuad<T>>(MatMulSlabs.Quads);
        MatMulPlace place = MatMulPlace.Of(plan, TTile.Size, leftLines.Lines * rightLines.Lines);
        int l = Group.IdxX / 8, r = Group.IdxX % 8;
        TTile sums = default;
        for (int depth = place.FirstDepth; depth < place.LastDepth; depth += MatMulSlabs.Depth)
        {
            MatMulSlabs.Load(
                left, place.Batch * leftLines.BatchStride, leftLines, place.Row, depth, place.LastDepth, TTile.Size,
                T.One, leftSlab.Cast<T>());
            MatMulSlabs.Load(
                right, place.Batch * rightLines.BatchStride, rightLines, place.Column, depth, place.LastDepth,
                TTile.Size, T.One, rightSlab.Cast<T>());
            Group.Barrier();
            for (int k = 0; k < MatMulSlabs.Quads; k += MatMulSlabs.QuadPitch)
            {
                sums = sums.Plus(leftSlab, k + l, rightSlab, k + r);
            }

            Group.Barrier();
        }

        sums.Store(
            new MatMulTarget<T, TOp>(
                result, place.Start, leftLines.Lines, rightLines.Lines, bias, op, plan.Accumulate),
            place.Row, place.Column);
    }

    /// <summary>Adds the sums of the pieces in their order, and does what follows the product; one walk over the
    /// pieces and C.</summary>
    internal static void AddPieces<T, TOp>(
        ArrayView<T> parts, int pieces, ArrayView<T> result, int size, int columns, ArrayView<T> bias, TOp op,
        int accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : unmanaged, IUnaryOp<T>
    {
        for (int i = GridStride.Start; i < size; i += GridStride.Step)
        {
            T sum = accumulate != 0 ? result[i] : T.Zero;
            for (int piece = 0; piece < pieces; piece++)
            {
                sum += parts[(piece * size) + i];
            }

            if (bias.IntLength != 0)
            {
                sum += bias[i % columns];
            }

            result[i] = op.Invoke(sum);
        }
    }
}
