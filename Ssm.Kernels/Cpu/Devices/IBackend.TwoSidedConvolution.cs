namespace Ssm.Kernels;

/// <content>Convolution with the past and the future.</content>
public partial interface IBackend<T>
{
    /// <summary>y[b, t, h] = Σ_j past[j, h]·u[b, t − j, h] + Σ_j future[j, h]·u[b, t + j, h], j from 0, by transforms.
    /// </summary>
    void TwoSidedConvolution(View<T> u, View<T> past, View<T> future, View<T> y, in ConvolutionShape shape);

    /// <summary>The adjoint; <paramref name="du"/>, or the gradients of both halves of the kernel, may be nothing.
    /// </summary>
    void TwoSidedConvolutionAdjoint(
        View<T> u, View<T> past, View<T> future, View<T> dy, View<T> du, View<T> dPast, View<T> dFuture,
        in ConvolutionShape shape);
}
