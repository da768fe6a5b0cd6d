namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void GatedLinearUnit<TOp>( TOp op, View<T> x, in GatedUnitView<T> weights, View<T> maskIn, View<T> maskOut, View<T> residual, View<T> y, View<T> value, View<T> gate, in GatedUnitShape shape) where TOp : struct, IUnaryOp<T> => throw new NotImplementedException();

    /// <inheritdoc/>
    public void GatedLinearUnitAdjoint<TOp>( TOp op, View<T> x, in GatedUnitView<T> weights, View<T> maskIn, View<T> maskOut, View<T> value, View<T> gate, View<T> dy, View<T> dx, in GatedUnitView<T> gradients, in GatedUnitShape shape) where TOp : struct, IUnaryOp<T> => throw new NotImplementedException();
}
