namespace Ssm.Kernels;

/// <content>The kernels of systems that are diagonal plus low rank.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void Cauchy(ComplexView<T> v, ComplexView<T> z, ComplexView<T> c, in CauchyShape shape) =>
        Kernels.Cauchy.Forward(Span(v), Span(z), Span(c), shape, _threads);

    /// <inheritdoc/>
    public void CauchyAdjoint(
        ComplexView<T> v, ComplexView<T> z, ComplexView<T> dc, ComplexView<T> dv, ComplexView<T> dz,
        in CauchyShape shape) =>
        Kernels.Cauchy.Adjoint<T>(Span(v), Span(z), Span(dc), Span(dv), Span(dz), shape, _threads);
}
