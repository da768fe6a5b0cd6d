namespace Ssm.Kernels;

/// <content>Elementwise primitives, generic over the op: one struct serves every device.</content>
public partial interface IBackend<T>
{
    /// <summary>y = f(x). <paramref name="y"/> may be <paramref name="x"/>.</summary>
    void Unary<TOp>(TOp op, View<T> x, View<T> y)
        where TOp : struct, IUnaryOp<T>;

    /// <summary>dx = f'(x) ⊙ dy, with y = f(x).</summary>
    void UnaryAdjoint<TOp>(TOp op, View<T> x, View<T> y, View<T> dy, View<T> dx)
        where TOp : struct, IUnaryOp<T>;

    /// <summary>
    /// y = f(a, b), the operands broadcast as planned. <paramref name="y"/> may be an operand that is not repeated.
    /// </summary>
    void Binary<TOp>(TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y)
        where TOp : struct, IBinaryOp<T>;

    /// <summary>da = ∂f/∂a(a, b) ⊙ dy over the broadcast shape, not yet summed over repeated axes.</summary>
    void BinaryAdjointLeft<TOp>(TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y, View<T> dy, View<T> da)
        where TOp : struct, IBinaryOp<T>;

    /// <summary>db = ∂f/∂b(a, b) ⊙ dy over the broadcast shape, not yet summed over repeated axes.</summary>
    void BinaryAdjointRight<TOp>(TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y, View<T> dy, View<T> db)
        where TOp : struct, IBinaryOp<T>;

    /// <summary>w = f(z) for a complex function.</summary>
    void ComplexUnary<TOp>(TOp op, ComplexView<T> z, ComplexView<T> w)
        where TOp : struct, IComplexUnaryOp<T>;

    /// <summary>dz = conj(f'(z)) ⊙ dw, with w = f(z).</summary>
    void ComplexUnaryAdjoint<TOp>(TOp op, ComplexView<T> z, ComplexView<T> w, ComplexView<T> dw, ComplexView<T> dz)
        where TOp : struct, IComplexUnaryOp<T>;

    /// <summary>y = f(z) for a real function of a complex argument.</summary>
    void ComplexToReal<TOp>(TOp op, ComplexView<T> z, View<T> y)
        where TOp : struct, IComplexToRealOp<T>;

    /// <summary>dz = the steepest ascent of f at z, times dy, with y = f(z).</summary>
    void ComplexToRealAdjoint<TOp>(TOp op, ComplexView<T> z, View<T> y, View<T> dy, ComplexView<T> dz)
        where TOp : struct, IComplexToRealOp<T>;

    /// <summary>y = a ⊙ b, the operands broadcast as planned.</summary>
    void ComplexMultiply(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y);

    /// <summary>y = conj(a) ⊙ b, the operands broadcast as planned: what the adjoint of a product needs.</summary>
    void ComplexMultiplyConjugate(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y);

    /// <summary>y = a / b, the operands broadcast as planned.</summary>
    void ComplexDivide(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y);
}
