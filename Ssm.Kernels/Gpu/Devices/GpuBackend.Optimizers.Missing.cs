namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void AdamW(View<T> parameter, View<T> gradient, View<T> m, View<T> v, in AdamSettings settings, int step) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void AdamWAmsGrad( View<T> parameter, View<T> gradient, View<T> m, View<T> v, View<T> greatest, in AdamSettings settings, int step) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Adam(View<T> parameter, View<T> gradient, View<T> m, View<T> v, in AdamSettings settings, int step) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Sgd(View<T> parameter, View<T> gradient, double learningRate, double weightDecay) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void SgdMomentum( View<T> parameter, View<T> gradient, View<T> buffer, double learningRate, double momentum, double weightDecay) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void SgdNesterov( View<T> parameter, View<T> gradient, View<T> buffer, double learningRate, double momentum, double weightDecay) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void SumOfSquares(View<T> x, View<T> sum) => throw new NotImplementedException();
}
