namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void FftConvolution(View<T> u, View<T> k, View<T> y, in ConvolutionShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void FftConvolutionAdjoint( View<T> u, View<T> k, View<T> dy, View<T> du, View<T> dk, in ConvolutionShape shape) => throw new NotImplementedException();

}
