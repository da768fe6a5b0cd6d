namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void ComplexSelectiveScan( in ComplexSelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> y, ComplexView<T> final, View<T> carries, in SelectiveScanShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void ComplexSelectiveScanAdjoint( in ComplexSelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> carries, View<T> dy, ComplexView<T> dfinal, in ComplexSelectiveScanViews<T> gradients, in SelectiveScanShape shape) => throw new NotImplementedException();
}
