using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>Elementwise primitives: one kernel for each op and each way to walk over its operands.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void Unary<TOp>(TOp op, View<T> x, View<T> y)
        where TOp : struct, IUnaryOp<T>
    {
        using GpuWork work = _device.Begin();
        work.Launch(ElementwiseKernels.Unary, work.Over(x.Length), op, work.View(x), work.View(y), x.Length);
    }

    /// <inheritdoc/>
    public void UnaryAdjoint<TOp>(TOp op, View<T> x, View<T> y, View<T> dy, View<T> dx)
        where TOp : struct, IUnaryOp<T>
    {
        using GpuWork work = _device.Begin();
        work.Launch(
            ElementwiseKernels.UnaryAdjoint, work.Over(x.Length), op, work.View(x), work.View(y), work.View(dy),
            work.View(dx), x.Length);
    }

    /// <inheritdoc/>
    public void Binary<TOp>(TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y)
        where TOp : struct, IBinaryOp<T>
    {
        using GpuWork work = _device.Begin();
        ArrayView<T> av = work.View(a), bv = work.View(b), yv = work.View(y);
        foreach (BroadcastPart part in new BroadcastParts(plan))
        {
            (int start, int length) = (part.Start, part.Length);
            KernelConfig size = work.Over(length);
            ArrayView<T> al = av.SubView(part.Left), br = bv.SubView(part.Right), yp = yv.SubView(start);
            switch (plan.Sizes.Length)
            {
                case 1:
                    work.Launch(ElementwiseKernels.Binary, size, op, part.Flat, al, br, yp, length);
                    break;
                case 2:
                    work.Launch(ElementwiseKernels.Binary, size, op, part.Plane, al, br, yp, length);
                    break;
                default:
                    work.Launch(ElementwiseKernels.Binary, size, op, part.Axes, al, br, yp, length);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void BinaryAdjointLeft<TOp>(
        TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y, View<T> dy, View<T> da)
        where TOp : struct, IBinaryOp<T>
    {
        using GpuWork work = _device.Begin();
        ArrayView<T> av = work.View(a), bv = work.View(b), yv = work.View(y), dyv = work.View(dy), dav = work.View(da);
        foreach (BroadcastPart part in new BroadcastParts(plan))
        {
            (int start, int length) = (part.Start, part.Length);
            KernelConfig size = work.Over(length);
            ArrayView<T> al = av.SubView(part.Left), br = bv.SubView(part.Right);
            ArrayView<T> yp = yv.SubView(start), dyp = dyv.SubView(start), dap = dav.SubView(start);
            switch (plan.Sizes.Length)
            {
                case 1:
                    work.Launch(
                        ElementwiseKernels.BinaryAdjointLeft, size, op, part.Flat, al, br, yp, dyp, dap, length);
                    break;
                case 2:
                    work.Launch(
                        ElementwiseKernels.BinaryAdjointLeft, size, op, part.Plane, al, br, yp, dyp, dap, length);
                    break;
                default:
                    work.Launch(
                        ElementwiseKernels.BinaryAdjointLeft, size, op, part.Axes, al, br, yp, dyp, dap, length);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void BinaryAdjointRight<TOp>(
        TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y, View<T> dy, View<T> db)
        where TOp : struct, IBinaryOp<T>
    {
        using GpuWork work = _device.Begin();
        ArrayView<T> av = work.View(a), bv = work.View(b), yv = work.View(y), dyv = work.View(dy), dbv = work.View(db);
        foreach (BroadcastPart part in new BroadcastParts(plan))
        {
            (int start, int length) = (part.Start, part.Length);
            KernelConfig size = work.Over(length);
            ArrayView<T> al = av.SubView(part.Left), br = bv.SubView(part.Right);
            ArrayView<T> yp = yv.SubView(start), dyp = dyv.SubView(start), dbp = dbv.SubView(start);
            switch (plan.Sizes.Length)
            {
                case 1:
                    work.Launch(
                        ElementwiseKernels.BinaryAdjointRight, size, op, part.Flat, al, br, yp, dyp, dbp, length);
                    break;
                case 2:
                    work.Launch(
                        ElementwiseKernels.BinaryAdjointRight, size, op, part.Plane, al, br, yp, dyp, dbp, length);
                    break;
                default:
                    work.Launch(
                        ElementwiseKernels.BinaryAdjointRight, size, op, part.Axes, al, br, yp, dyp, dbp, length);
                    break;
            }
        }
    }
}
