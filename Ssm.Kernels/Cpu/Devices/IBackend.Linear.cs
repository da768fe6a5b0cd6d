namespace Ssm.Kernels;

/// <content>Matrix products and reductions.</content>
public partial interface IBackend<T>
{
    /// <summary>C = op(A)·op(B), or C += where <paramref name="accumulate"/>, for each matrix of a batch.</summary>
    void MatMul(View<T> a, View<T> b, View<T> c, in MatMulShape shape, in MatMulStrides batch, bool accumulate);

    /// <summary>Combines the middle axis of (outer, length, inner), giving (outer, inner).</summary>
    void Reduce<TOp>(TOp op, View<T> x, View<T> y, in AxisShape shape)
        where TOp : struct, IReduceOp<T>;

    /// <summary>Running sums along the middle axis of (outer, length, inner).</summary>
    void CumulativeSum(View<T> x, View<T> y, in AxisShape shape);
}
