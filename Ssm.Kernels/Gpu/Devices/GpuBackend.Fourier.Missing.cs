namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void Fft(ComplexView<T> x, ComplexView<T> y, in AxisShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void InverseFft(ComplexView<T> x, ComplexView<T> y, in AxisShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void RealFft(View<T> x, ComplexView<T> y, in AxisShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void InverseRealFft(ComplexView<T> x, View<T> y, in AxisShape shape) => throw new NotImplementedException();
}
