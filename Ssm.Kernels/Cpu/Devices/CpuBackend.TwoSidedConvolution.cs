namespace Ssm.Kernels;

/// <content>Convolution with the past and the future.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void TwoSidedConvolution(
        View<T> u, View<T> past, View<T> future, View<T> y, in ConvolutionShape shape)
    {
        if (shape.Length == 0 || shape.Width == 0)
        {
            Span(y).Clear();
            return;
        }

        Convolution(shape).ForwardTwoSided(
            Span(u), Span(past), Span(future), Span(y), shape.Batch, shape.Channels, _threads);
    }

    /// <inheritdoc/>
    public void TwoSidedConvolutionAdjoint(
        View<T> u, View<T> past, View<T> future, View<T> dy, View<T> du, View<T> dPast, View<T> dFuture,
        in ConvolutionShape shape)
    {
        if (shape.Length == 0 || shape.Width == 0)
        {
            Span(du).Clear();
            Span(dPast).Clear();
            Span(dFuture).Clear();
            return;
        }

        Convolution(shape).BackwardTwoSided(
            Span(u), Span(past), Span(future), Span(dy), Span(du), Span(dPast), Span(dFuture),
            shape.Batch, shape.Channels, _threads);
    }
}
