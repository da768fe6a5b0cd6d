namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void MatMul(View<T> a, View<T> b, View<T> c, in MatMulShape shape, in MatMulStrides batch, bool accumulate) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Affine<TOp>(View<T> a, View<T> b, View<T> bias, TOp op, View<T> c, in MatMulShape shape) where TOp : unmanaged, IUnaryOp<T> => throw new NotImplementedException();

    /// <inheritdoc/>
    public void ComplexMatMul( ComplexView<T> a, ComplexView<T> b, ComplexView<T> c, in MatMulShape shape, in MatMulStrides batch, MatMulConjugates conjugates) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void ComplexMatMulRealPart( ComplexView<T> a, ComplexView<T> b, View<T> c, in MatMulShape shape, in MatMulStrides batch, MatMulConjugates conjugates) => throw new NotImplementedException();
}
