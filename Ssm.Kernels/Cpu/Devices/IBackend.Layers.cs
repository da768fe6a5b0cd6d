namespace Ssm.Kernels;

/// <content>Fused primitives of network layers, on rows of <c>width</c> numbers.</content>
public partial interface IBackend<T>
{
    /// <summary>y = (x − μ)/σ ⊙ w + b over each row, σ = √(var + ε), keeping μ and 1/σ of each row.</summary>
    void LayerNorm(View<T> x, View<T> w, View<T> b, View<T> y, View<T> mean, View<T> inverse, int width, T epsilon);

    /// <summary>
    /// The adjoint of <see cref="LayerNorm"/>; <paramref name="dw"/> and <paramref name="db"/> may be nothing.
    /// </summary>
    void LayerNormAdjoint(
        View<T> x, View<T> w, View<T> mean, View<T> inverse, View<T> dy, View<T> dx, View<T> dw, View<T> db, int width);

    /// <summary>y = x/√(mean x² + ε) ⊙ (w + offset) over each row, keeping the factor of each row.</summary>
    void RmsNorm(View<T> x, View<T> w, View<T> y, View<T> inverse, int width, T epsilon, T offset);

    /// <summary>The adjoint of <see cref="RmsNorm"/>; <paramref name="dw"/> may be nothing.</summary>
    void RmsNormAdjoint(
        View<T> x, View<T> w, View<T> inverse, View<T> dy, View<T> dx, View<T> dw, int width, T offset);

    /// <summary>y = (x − μ)/σ ⊙ w + b with μ and the biased variance of each column over all rows.</summary>
    void BatchNorm(View<T> x, View<T> w, View<T> b, View<T> y, View<T> mean, View<T> variance, T epsilon);

    /// <summary>
    /// The adjoint of <see cref="BatchNorm"/>; <paramref name="dw"/> and <paramref name="db"/> may be nothing.
    /// </summary>
    void BatchNormAdjoint(
        View<T> x, View<T> w, View<T> mean, View<T> variance, View<T> dy, View<T> dx, View<T> dw, View<T> db,
        T epsilon);

    /// <summary>y = softmax(x) over each row.</summary>
    void Softmax(View<T> x, View<T> y, int width);

    /// <summary>dx = y ⊙ (dy − Σ y ⊙ dy) over each row, with y = softmax(x).</summary>
    void SoftmaxAdjoint(View<T> y, View<T> dy, View<T> dx, int width);

    /// <summary>y = log softmax(x) over each row.</summary>
    void LogSoftmax(View<T> x, View<T> y, int width);

    /// <summary>dx = dy − softmax · Σ dy over each row, with y = log softmax(x).</summary>
    void LogSoftmaxAdjoint(View<T> y, View<T> dy, View<T> dx, int width);

    /// <summary>
    /// loss[r] = −log softmax(logits[r])[labels[r]], and softmax − one-hot; a label of −1 gives zeros.
    /// </summary>
    void CrossEntropy(View<T> logits, View<int> labels, View<T> loss, View<T> gradient, int width);

    /// <summary>
    /// hits[r] = 1 where the greatest logit of row r, the first of equals, is that of labels[r], else 0: see
    /// <see cref="Kernels.Hits"/>. A label of −1 gives 0, and so does a row that begins with NaN.
    /// </summary>
    void Hits(View<T> logits, View<int> labels, View<T> hits, int width);
}
