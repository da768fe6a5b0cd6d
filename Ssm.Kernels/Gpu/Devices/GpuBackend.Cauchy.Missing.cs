namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void Cauchy(ComplexView<T> v, ComplexView<T> z, ComplexView<T> c, in CauchyShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void CauchyAdjoint( ComplexView<T> v, ComplexView<T> z, ComplexView<T> dc, ComplexView<T> dv, ComplexView<T> dz, in CauchyShape shape) => throw new NotImplementedException();
}
