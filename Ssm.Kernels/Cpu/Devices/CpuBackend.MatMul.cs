namespace Ssm.Kernels;

/// <content>Matrix products with something after them, and complex ones.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void Affine<TOp>(View<T> a, View<T> b, View<T> bias, TOp op, View<T> c, in MatMulShape shape)
        where TOp : unmanaged, IUnaryOp<T> =>
        Kernels.MatMul.Affine<T, TOp>(Span(a), Span(b), Span(bias), op, Span(c), shape, _threads);

    /// <inheritdoc/>
    public void ComplexMatMul(
        ComplexView<T> a, ComplexView<T> b, ComplexView<T> c, in MatMulShape shape, in MatMulStrides batch,
        MatMulConjugates conjugates) =>
        Kernels.ComplexMatMul.MultiplyBatched<T>(Span(a), Span(b), Span(c), shape, batch, conjugates, _threads);

    /// <inheritdoc/>
    public void ComplexMatMulRealPart(
        ComplexView<T> a, ComplexView<T> b, View<T> c, in MatMulShape shape, in MatMulStrides batch,
        MatMulConjugates conjugates) =>
        Kernels.ComplexMatMul.RealPartBatched<T>(Span(a), Span(b), Span(c), shape, batch, conjugates, _threads);
}
