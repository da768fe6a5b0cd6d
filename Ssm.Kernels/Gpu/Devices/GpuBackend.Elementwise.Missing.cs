namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void Unary<TOp>(TOp op, View<T> x, View<T> y) where TOp : struct, IUnaryOp<T> => throw new NotImplementedException();

    /// <inheritdoc/>
    public void UnaryAdjoint<TOp>(TOp op, View<T> x, View<T> y, View<T> dy, View<T> dx) where TOp : struct, IUnaryOp<T> => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Binary<TOp>(TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y) where TOp : struct, IBinaryOp<T> => throw new NotImplementedException();

    /// <inheritdoc/>
    public void BinaryAdjointLeft<TOp>(TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y, View<T> dy, View<T> da) where TOp : struct, IBinaryOp<T> => throw new NotImplementedException();

    /// <inheritdoc/>
    public void BinaryAdjointRight<TOp>(TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y, View<T> dy, View<T> db) where TOp : struct, IBinaryOp<T> => throw new NotImplementedException();

    /// <inheritdoc/>
    public void ComplexUnary<TOp>(TOp op, ComplexView<T> z, ComplexView<T> w) where TOp : struct, IComplexUnaryOp<T> => throw new NotImplementedException();

    /// <inheritdoc/>
    public void ComplexUnaryAdjoint<TOp>(TOp op, ComplexView<T> z, ComplexView<T> w, ComplexView<T> dw, ComplexView<T> dz) where TOp : struct, IComplexUnaryOp<T> => throw new NotImplementedException();

    /// <inheritdoc/>
    public void ComplexToReal<TOp>(TOp op, ComplexView<T> z, View<T> y) where TOp : struct, IComplexToRealOp<T> => throw new NotImplementedException();

    /// <inheritdoc/>
    public void ComplexToRealAdjoint<TOp>(TOp op, ComplexView<T> z, View<T> y, View<T> dy, ComplexView<T> dz) where TOp : struct, IComplexToRealOp<T> => throw new NotImplementedException();

    /// <inheritdoc/>
    public void ComplexMultiply(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void ComplexMultiplyConjugate(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void ComplexDivide(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y) => throw new NotImplementedException();
}
