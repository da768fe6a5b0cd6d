namespace Ssm.Kernels;

/// <content>Matrix products with something after them, and complex ones.</content>
public partial interface IBackend<T>
{
    /// <summary>C = f(op(A)·op(B) + bias), f and the sum applied to a part of C while it is in cache.</summary>
    /// <param name="a">A, (M, K), or (K, M) when transposed.</param>
    /// <param name="b">B, (K, N), or (N, K) when transposed.</param>
    /// <param name="bias">(N), or nothing.</param>
    /// <param name="op">f: an activation, or <see cref="Identity{T}"/>.</param>
    /// <param name="c">C, (M, N).</param>
    /// <param name="shape">The sizes, and which operands are stored transposed.</param>
    void Affine<TOp>(View<T> a, View<T> b, View<T> bias, TOp op, View<T> c, in MatMulShape shape)
        where TOp : unmanaged, IUnaryOp<T>;

    /// <summary>C = op(A)·op(B) for each complex matrix of a batch, op transposing by the shape and conjugating where
    /// <paramref name="conjugates"/> says so.</summary>
    void ComplexMatMul(
        ComplexView<T> a, ComplexView<T> b, ComplexView<T> c, in MatMulShape shape, in MatMulStrides batch,
        MatMulConjugates conjugates);

    /// <summary>C = Re(op(A)·op(B)): half of the work of <see cref="ComplexMatMul"/>.</summary>
    void ComplexMatMulRealPart(
        ComplexView<T> a, ComplexView<T> b, View<T> c, in MatMulShape shape, in MatMulStrides batch,
        MatMulConjugates conjugates);
}
