namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void LayerNorm(View<T> x, View<T> w, View<T> b, View<T> y, View<T> mean, View<T> inverse, int width, T epsilon) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void LayerNormAdjoint( View<T> x, View<T> w, View<T> mean, View<T> inverse, View<T> dy, View<T> dx, View<T> dw, View<T> db, int width) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void RmsNorm(View<T> x, View<T> w, View<T> y, View<T> inverse, int width, T epsilon, T offset) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void RmsNormAdjoint( View<T> x, View<T> w, View<T> inverse, View<T> dy, View<T> dx, View<T> dw, int width, T offset) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void BatchNorm(View<T> x, View<T> w, View<T> b, View<T> y, View<T> mean, View<T> variance, T epsilon) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void BatchNormAdjoint( View<T> x, View<T> w, View<T> mean, View<T> variance, View<T> dy, View<T> dx, View<T> dw, View<T> db, T epsilon) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Softmax(View<T> x, View<T> y, int width) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void SoftmaxAdjoint(View<T> y, View<T> dy, View<T> dx, int width) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void LogSoftmax(View<T> x, View<T> y, int width) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void LogSoftmaxAdjoint(View<T> y, View<T> dy, View<T> dx, int width) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void CrossEntropy(View<T> logits, View<int> labels, View<T> loss, View<T> gradient, int width) => throw new NotImplementedException();
}
