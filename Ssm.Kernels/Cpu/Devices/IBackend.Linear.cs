namespace Ssm.Kernels;

/// <content>Matrix products and reductions.</content>
public partial interface IBackend<T>
{
    /// <summary>C = op(A)·op(B), or C += where <paramref name="accumulate"/>, for each matrix of a batch.</summary>
    void MatMul(View<T> a, View<T> b, View<T> c, in MatMulShape shape, in MatMulStrides batch, bool accumulate);

    /// <summary>Combines the middle axis of (outer, length, inner), giving (outer, inner).</summary>
    void Reduce<TReduction>(View<T> x, View<T> y, in AxisShape shape)
        where TReduction : struct, IReduction<T>;

    /// <summary>Running sums along the middle axis of (outer, length, inner).</summary>
    void CumulativeSum(View<T> x, View<T> y, in AxisShape shape);

    /// <summary>Running sums along the middle axis from its end: the adjoint of <see cref="CumulativeSum"/>.</summary>
    void ReverseCumulativeSum(View<T> x, View<T> y, in AxisShape shape);
}
