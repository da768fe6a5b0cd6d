using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>Elementwise primitives over complex numbers.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void ComplexUnary<TOp>(TOp op, ComplexView<T> z, ComplexView<T> w)
        where TOp : struct, IComplexUnaryOp<T>
    {
        using GpuWork work = _device.Begin();
        work.Launch(ComplexElementwiseKernels.Unary, work.Over(z.Length), op, work.View(z), work.View(w), z.Length);
    }

    /// <inheritdoc/>
    public void ComplexUnaryAdjoint<TOp>(
        TOp op, ComplexView<T> z, ComplexView<T> w, ComplexView<T> dw, ComplexView<T> dz)
        where TOp : struct, IComplexUnaryOp<T>
    {
        using GpuWork work = _device.Begin();
        work.Launch(
            ComplexElementwiseKernels.UnaryAdjoint, work.Over(z.Length), op, work.View(z), work.View(w), work.View(dw),
            work.View(dz), z.Length);
    }

    /// <inheritdoc/>
    public void ComplexToReal<TOp>(TOp op, ComplexView<T> z, View<T> y)
        where TOp : struct, IComplexToRealOp<T>
    {
        using GpuWork work = _device.Begin();
        work.Launch(ComplexElementwiseKernels.ToReal, work.Over(z.Length), op, work.View(z), work.View(y), z.Length);
    }

    /// <inheritdoc/>
    public void ComplexToRealAdjoint<TOp>(TOp op, ComplexView<T> z, View<T> y, View<T> dy, ComplexView<T> dz)
        where TOp : struct, IComplexToRealOp<T>
    {
        using GpuWork work = _device.Begin();
        work.Launch(
            ComplexElementwiseKernels.ToRealAdjoint, work.Over(z.Length), op, work.View(z), work.View(y), work.View(dy),
            work.View(dz), z.Length);
    }

    /// <inheritdoc/>
    public void ComplexMultiply(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y) =>
        ComplexPair(default(Product<T>), plan, a, b, y);

    /// <inheritdoc/>
    public void ComplexMultiplyConjugate(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y) =>
        ComplexPair(default(ConjugateProduct<T>), plan, a, b, y);

    /// <inheritdoc/>
    public void ComplexDivide(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y) =>
        ComplexPair(default(Quotient<T>), plan, a, b, y);

    private void ComplexPair<TOp>(TOp op, BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y)
        where TOp : struct, IComplexPairOp<T>
    {
        using GpuWork work = _device.Begin();
        ComplexPlanes<T> av = work.View(a), bv = work.View(b), yv = work.View(y);
        foreach (BroadcastPart part in new BroadcastParts(plan))
        {
            KernelConfig size = work.Over(part.Length);
            ComplexPlanes<T> al = From(av, part.Left), br = From(bv, part.Right), yp = From(yv, part.Start);
            switch (plan.Sizes.Length)
            {
                case 1:
                    work.Launch(ComplexElementwiseKernels.Binary, size, op, part.Flat, al, br, yp, part.Length);
                    break;
                case 2:
                    work.Launch(ComplexElementwiseKernels.Binary, size, op, part.Plane, al, br, yp, part.Length);
                    break;
                default:
                    work.Launch(ComplexElementwiseKernels.Binary, size, op, part.Axes, al, br, yp, part.Length);
                    break;
            }
        }
    }

    private static ComplexPlanes<T> From(ComplexPlanes<T> planes, int start) =>
        new(planes.Re.SubView(start), planes.Im.SubView(start));
}
