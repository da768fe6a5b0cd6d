namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void SelectiveScan( in SelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> y, View<T> final, View<T> carries, in SelectiveScanShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void SelectiveScanAdjoint( in SelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> carries, View<T> dy, View<T> dfinal, in SelectiveScanViews<T> gradients, in SelectiveScanShape shape) => throw new NotImplementedException();
}
