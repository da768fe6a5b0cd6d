namespace Ssm.Kernels;

/// <content>Matrix products and reductions.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void MatMul(View<T> a, View<T> b, View<T> c, in MatMulShape shape, in MatMulStrides batch, bool accumulate)
    {
        if (batch.Count == 1)
        {
            Kernels.MatMul.Multiply<T>(Span(a), Span(b), Span(c), shape, accumulate, _threads);
            return;
        }

        Kernels.MatMul.MultiplyBatched<T>(
            Span(a), Span(b), Span(c), batch.Count, batch.LeftStride, batch.RightStride, shape.M * shape.N, shape,
            accumulate, _threads);
    }

    /// <inheritdoc/>
    public void Reduce<TReduction>(View<T> x, View<T> y, in AxisShape shape)
        where TReduction : struct, IReduction<T> =>
        Kernels.Reduce.Axis<T, TReduction>(Span(x), Span(y), shape.Outer, shape.Length, shape.Inner, _threads);

    /// <inheritdoc/>
    public void CumulativeSum(View<T> x, View<T> y, in AxisShape shape) =>
        Kernels.CumulativeSum.Forward<T>(Span(x), Span(y), shape.Outer, shape.Length, shape.Inner, _threads);

    /// <inheritdoc/>
    public void ReverseCumulativeSum(View<T> x, View<T> y, in AxisShape shape) =>
        Kernels.CumulativeSum.Reversed<T>(Span(x), Span(y), shape.Outer, shape.Length, shape.Inner, _threads);
}
