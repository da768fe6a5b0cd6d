using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Complex matrix products on planes: as the real ones, with tiles of 32 by 32.</summary>
internal static class ComplexMatMulKernels
{
    /// <summary>
    /// One tile for each group: C = op(A) op(B), or the sums of one piece of the depth. The signs are those of the
    /// imaginary parts, −1 where an operand is conjugated.
    /// </summary>
    internal static void Multiply<T>(
        ComplexPlanes<T> left, ComplexPlanes<T> right, ComplexPlanes<T> result, T leftSign, T rightSign,
        MatMulPlan plan, MatMulOperand leftLines, MatMulOperand rightLines)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<MatMulQuad<T>> leftRe = SharedMemory.Allocate<MatMulQuad<T>>(MatMulSlabs.Quads);
        ArrayView<MatMulQuad<T>> leftIm = SharedMemory.Allocate<MatMulQuad<T>>(MatMulSlabs.Quads);
        ArrayView<MatMulQuad<T>> rightRe = SharedMemory.Allocate<MatMulQuad<T>>(MatMulSlabs.Quads);
        ArrayView<MatMulQuad<T>> rightIm = SharedMemory.Allocate<MatMulQuad<T>>(MatMulSlabs.Quads);
        MatMulPlace place = MatMulPlace.Of(plan, MatMulTile32<T>.Size, leftLines.Lines * rightLines.Lines);
        int l = Group.IdxX / 8, r = Group.IdxX % 8;
        MatMulTile32<T> re = default, im = default;
        for (int depth = place.FirstDepth; depth < place.LastDepth; depth += MatMulSlabs.Depth)
        {
            Load(left, leftLines, place.Batch, place.Row, depth, place.LastDepth, leftSign, leftRe, leftIm);
            Load(right, rightLines, place.Batch, place.Column, depth, place.LastDepth, rightSign, rightRe, rightIm);
            Group.Barrier();
            for (int k = 0; k < MatMulSlabs.Quads; k += MatMulSlabs.QuadPitch)
            {
                re = re.Plus(leftRe, k + l, rightRe, k + r).Minus(leftIm, k + l, rightIm, k + r);
                im = im.Plus(leftRe, k + l, rightIm, k + r).Plus(leftIm, k + l, rightRe, k + r);
            }

            Group.Barrier();
        }

        re.Store(Target(result.Re, place, plan, leftLines, rightLines), place.Row, place.Column);
        im.Store(Target(result.Im, place, plan, leftLines, rightLines), place.Row, place.Column);
    }

    /// <summary>The real part of <see cref="Multiply"/>.</summary>
    internal static void MultiplyRealPart<T>(
        ComplexPlanes<T> left, ComplexPlanes<T> right, ArrayView<T> result, T leftSign, T rightSign,
        MatMulPlan plan, MatMulOperand leftLines, MatMulOperand rightLines)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<MatMulQuad<T>> leftRe = SharedMemory.Allocate<MatMulQuad<T>>(MatMulSlabs.Quads);
        ArrayView<MatMulQuad<T>> leftIm = SharedMemory.Allocate<MatMulQuad<T>>(MatMulSlabs.Quads);
        ArrayView<MatMulQuad<T>> rightRe = SharedMemory.Allocate<MatMulQuad<T>>(MatMulSlabs.Quads);
        ArrayView<MatMulQuad<T>> rightIm = SharedMemory.Allocate<MatMulQuad<T>>(MatMulSlabs.Quads);
        MatMulPlace place = MatMulPlace.Of(plan, MatMulTile32<T>.Size, leftLines.Lines * rightLines.Lines);
        int l = Group.IdxX / 8, r = Group.IdxX % 8;
        MatMulTile32<T> re = default;
        for (int depth = place.FirstDepth; depth < place.LastDepth; depth += MatMulSlabs.Depth)
        {
            Load(left, leftLines, place.Batch, place.Row, depth, place.LastDepth, leftSign, leftRe, leftIm);
            Load(right, rightLines, place.Batch, place.Column, depth, place.LastDepth, rightSign, rightRe, rightIm);
            Group.Barrier();
            for (int k = 0; k < MatMulSlabs.Quads; k += MatMulSlabs.QuadPitch)
            {
                re = re.Plus(leftRe, k + l, rightRe, k + r).Minus(leftIm, k + l, rightIm, k + r);
            }

            Group.Barrier();
        }

        re.Store(Target(result, place, plan, leftLines, rightLines), place.Row, place.Column);
    }

    private static MatMulTarget<T, Identity<T>> Target<T>(ArrayView<T> result, MatMulPlace place, MatMulPlan plan,
        MatMulOperand leftLines, MatMulOperand rightLines)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(result, place.Start, leftLines.Lines, rightLines.Lines, result.SubView(0, 0), default, plan.Accumulate);

    private static void Load<T>(
        ComplexPlanes<T> from, MatMulOperand operand, int batch, int line, int depth, int lastDepth, T sign,
        ArrayView<MatMulQuad<T>> re, ArrayView<MatMulQuad<T>> im)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int start = batch * operand.BatchStride;
        MatMulSlabs.Load(
            from.Re, start, operand, line, depth, lastDepth, MatMulTile32<T>.Size, T.One,
            re.Cast<T>());
        MatMulSlabs.Load(
            from.Im, start, operand, line, depth, lastDepth, MatMulTile32<T>.Size, sign,
            im.Cast<T>());
    }
}
