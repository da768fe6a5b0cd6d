namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void DirectConvolution(View<T> u, View<T> k, View<T> y, in ConvolutionShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void FftConvolution(View<T> u, View<T> k, View<T> y, in ConvolutionShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DirectConvolutionAdjoint( View<T> u, View<T> k, View<T> dy, View<T> du, View<T> dk, in ConvolutionShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void FftConvolutionAdjoint( View<T> u, View<T> k, View<T> dy, View<T> du, View<T> dk, in ConvolutionShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void CausalConv1d(View<T> x, View<T> w, View<T> bias, View<T> previous, View<T> y, in ConvolutionShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void CausalConv1dAdjoint( View<T> x, View<T> w, View<T> previous, View<T> dy, View<T> dx, View<T> dw, View<T> dbias, View<T> dprevious, in ConvolutionShape shape) => throw new NotImplementedException();
}
