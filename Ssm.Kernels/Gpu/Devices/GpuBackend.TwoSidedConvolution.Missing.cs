namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void TwoSidedConvolution(View<T> u, View<T> past, View<T> future, View<T> y, in ConvolutionShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void TwoSidedConvolutionAdjoint( View<T> u, View<T> past, View<T> future, View<T> dy, View<T> du, View<T> dPast, View<T> dFuture, in ConvolutionShape shape) => throw new NotImplementedException();
}
