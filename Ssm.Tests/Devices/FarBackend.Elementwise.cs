using Ssm.Kernels;

namespace Ssm.Tests.Devices;

/// <content>Primitives on elements, rows and matrices.</content>
internal sealed partial class FarBackend<T>
{
    public void Unary<TOp>(TOp op, View<T> x, View<T> y)
        where TOp : struct, IUnaryOp<T> =>
        Counted().Unary(op, Near(x), Near(y));

    public void UnaryAdjoint<TOp>(TOp op, View<T> x, View<T> y, View<T> dy, View<T> dx)
        where TOp : struct, IUnaryOp<T> =>
        Counted().UnaryAdjoint(op, Near(x), Near(y), Near(dy), Near(dx));

    public void Binary<TOp>(TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y)
        where TOp : struct, IBinaryOp<T> =>
        Counted().Binary(op, plan, Near(a), Near(b), Near(y));

    public void BinaryAdjointLeft<TOp>(
        TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y, View<T> dy, View<T> da)
        where TOp : struct, IBinaryOp<T> =>
        Counted().BinaryAdjointLeft(op, plan, Near(a), Near(b), Near(y), Near(dy), Near(da));

    public void BinaryAdjointRight<TOp>(
        TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y, View<T> dy, View<T> db)
        where TOp : struct, IBinaryOp<T> =>
        Counted().BinaryAdjointRight(op, plan, Near(a), Near(b), Near(y), Near(dy), Near(db));

    public void ComplexUnary<TOp>(TOp op, ComplexView<T> z, ComplexView<T> w)
        where TOp : struct, IComplexUnaryOp<T> =>
        Counted().ComplexUnary(op, Near(z), Near(w));

    public void ComplexUnaryAdjoint<TOp>(
        TOp op, ComplexView<T> z, ComplexView<T> w, ComplexView<T> dw, ComplexView<T> dz)
        where TOp : struct, IComplexUnaryOp<T> =>
        Counted().ComplexUnaryAdjoint(op, Near(z), Near(w), Near(dw), Near(dz));

    public void ComplexToReal<TOp>(TOp op, ComplexView<T> z, View<T> y)
        where TOp : struct, IComplexToRealOp<T> =>
        Counted().ComplexToReal(op, Near(z), Near(y));

    public void ComplexToRealAdjoint<TOp>(TOp op, ComplexView<T> z, View<T> y, View<T> dy, ComplexView<T> dz)
        where TOp : struct, IComplexToRealOp<T> =>
        Counted().ComplexToRealAdjoint(op, Near(z), Near(y), Near(dy), Near(dz));

    public void ComplexMultiply(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y) =>
        Counted().ComplexMultiply(plan, Near(a), Near(b), Near(y));

    public void ComplexMultiplyConjugate(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y) =>
        Counted().ComplexMultiplyConjugate(plan, Near(a), Near(b), Near(y));

    public void ComplexDivide(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y) =>
        Counted().ComplexDivide(plan, Near(a), Near(b), Near(y));

    public void MatMul(
        View<T> a, View<T> b, View<T> c, in MatMulShape shape, in MatMulStrides batch, bool accumulate) =>
        Counted().MatMul(Near(a), Near(b), Near(c), shape, batch, accumulate);

    public void Reduce<TReduction>(View<T> x, View<T> y, in AxisShape shape)
        where TReduction : struct, IReduction<T> =>
        Counted().Reduce<TReduction>(Near(x), Near(y), shape);

    public void CumulativeSum(View<T> x, View<T> y, in AxisShape shape) =>
        Counted().CumulativeSum(Near(x), Near(y), shape);

    public void ReverseCumulativeSum(View<T> x, View<T> y, in AxisShape shape) =>
        Counted().ReverseCumulativeSum(Near(x), Near(y), shape);

    public void Affine<TOp>(View<T> a, View<T> b, View<T> bias, TOp op, View<T> c, in MatMulShape shape)
        where TOp : unmanaged, IUnaryOp<T> =>
        Counted().Affine(Near(a), Near(b), Near(bias), op, Near(c), shape);

    public void ComplexMatMul(
        ComplexView<T> a, ComplexView<T> b, ComplexView<T> c, in MatMulShape shape, in MatMulStrides batch,
        MatMulConjugates conjugates) =>
        Counted().ComplexMatMul(Near(a), Near(b), Near(c), shape, batch, conjugates);

    public void ComplexMatMulRealPart(
        ComplexView<T> a, ComplexView<T> b, View<T> c, in MatMulShape shape, in MatMulStrides batch,
        MatMulConjugates conjugates) =>
        Counted().ComplexMatMulRealPart(Near(a), Near(b), Near(c), shape, batch, conjugates);

    public void CopyRows(View<T> from, View<T> to, in RowCopy shape) =>
        Counted().CopyRows(Near(from), Near(to), shape);

    public void Permute(View<T> x, View<T> y, ReadOnlySpan<int> sizes, ReadOnlySpan<int> order) =>
        Counted().Permute(Near(x), Near(y), sizes, order);

    public void Flip(View<T> x, View<T> y, in AxisShape shape) =>
        Counted().Flip(Near(x), Near(y), shape);

    public void Gather(View<T> table, View<int> indices, View<T> y, int width) =>
        Counted().Gather(Near(table), Near(indices), Near(y), width);

    public void ScatterAdd(View<T> rows, View<int> indices, View<T> table, int width) =>
        Counted().ScatterAdd(Near(rows), Near(indices), Near(table), width);
}
