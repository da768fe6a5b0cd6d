namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void Vandermonde(ComplexView<T> v, ComplexView<T> z, View<T> k, in VandermondeShape shape, T scale) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void VandermondeAdjoint( ComplexView<T> v, ComplexView<T> z, View<T> dk, ComplexView<T> dv, ComplexView<T> dz, in VandermondeShape shape, T scale) => throw new NotImplementedException();
}
