namespace Ssm.Kernels;

/// <content>Fused primitives of network layers, and rows of tables.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void LayerNorm(
        View<T> x, View<T> w, View<T> b, View<T> y, View<T> mean, View<T> inverse, int width, T epsilon) =>
        Kernels.LayerNorm.Forward<T>(
            Span(x), Span(w), Span(b), epsilon, Span(y), Span(mean), Span(inverse), width, _threads);

    /// <inheritdoc/>
    public void LayerNormAdjoint(
        View<T> x, View<T> w, View<T> mean, View<T> inverse, View<T> dy, View<T> dx, View<T> dw, View<T> db,
        int width) =>
        Kernels.LayerNorm.Backward<T>(
            Span(dy), Span(x), Span(w), Span(mean), Span(inverse), Span(dx), Span(dw), Span(db), width, _threads);

    /// <inheritdoc/>
    public void RmsNorm(View<T> x, View<T> w, View<T> y, View<T> inverse, int width, T epsilon, T offset) =>
        Kernels.RmsNorm.Forward<T>(Span(x), Span(w), offset, epsilon, Span(y), Span(inverse), width, _threads);

    /// <inheritdoc/>
    public void RmsNormAdjoint(
        View<T> x, View<T> w, View<T> inverse, View<T> dy, View<T> dx, View<T> dw, int width, T offset) =>
        Kernels.RmsNorm.Backward<T>(
            Span(dy), Span(x), Span(w), offset, Span(inverse), Span(dx), Span(dw), width, _threads);

    /// <inheritdoc/>
    public void BatchNorm(View<T> x, View<T> w, View<T> b, View<T> y, View<T> mean, View<T> variance, T epsilon) =>
        Kernels.BatchNorm.Forward<T>(
            Span(x), Span(w), Span(b), epsilon, Span(y), Span(mean), Span(variance), _threads);

    /// <inheritdoc/>
    public void BatchNormAdjoint(
        View<T> x, View<T> w, View<T> mean, View<T> variance, View<T> dy, View<T> dx, View<T> dw, View<T> db,
        T epsilon) =>
        Kernels.BatchNorm.Backward<T>(
            Span(dy), Span(x), Span(w), Span(mean), Span(variance), epsilon, Span(dx), Span(dw), Span(db), _threads);

    /// <inheritdoc/>
    public void Softmax(View<T> x, View<T> y, int width) =>
        Kernels.Softmax.Forward<T>(Span(x), Span(y), width, _threads);

    /// <inheritdoc/>
    public void SoftmaxAdjoint(View<T> y, View<T> dy, View<T> dx, int width) =>
        Kernels.Softmax.Backward<T>(Span(dy), Span(y), Span(dx), width, _threads);

    /// <inheritdoc/>
    public void LogSoftmax(View<T> x, View<T> y, int width) =>
        Kernels.LogSoftmax.Forward<T>(Span(x), Span(y), width, _threads);

    /// <inheritdoc/>
    public void LogSoftmaxAdjoint(View<T> y, View<T> dy, View<T> dx, int width) =>
        Kernels.LogSoftmax.Backward<T>(Span(dy), Span(y), Span(dx), width, _threads);

    /// <inheritdoc/>
    public void CrossEntropy(View<T> logits, View<int> labels, View<T> loss, View<T> gradient, int width) =>
        Kernels.CrossEntropy.Forward<T>(Span(logits), Span(labels), Span(loss), Span(gradient), width, _threads);

    /// <inheritdoc/>
    public void Hits(View<T> logits, View<int> labels, View<T> hits, int width) =>
        Kernels.Hits.Forward<T>(Span(logits), Span(labels), Span(hits), width, _threads);

    /// <inheritdoc/>
    public void Gather(View<T> table, View<int> indices, View<T> y, int width) =>
        Kernels.Gather.Forward<T>(Span(table), Span(indices), Span(y), width, _threads);

    /// <inheritdoc/>
    public void ScatterAdd(View<T> rows, View<int> indices, View<T> table, int width) =>
        ScatterAddRows.Forward<T>(Span(rows), Span(indices), Span(table), width, _threads);
}
