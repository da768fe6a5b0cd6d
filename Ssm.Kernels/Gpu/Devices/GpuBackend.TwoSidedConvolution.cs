namespace Ssm.Kernels.Gpu;

/// <content>Convolution with the past and the future: one on a circle, with the future behind its start.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void TwoSidedConvolution(View<T> u, View<T> past, View<T> future, View<T> y, in ConvolutionShape shape)
    {
        CheckConvolution(u.Length, past.Length, shape, nameof(TwoSidedConvolution));
        Guard.Length(future.Length, past.Length, nameof(TwoSidedConvolution));
        Guard.Length(y.Length, u.Length, nameof(TwoSidedConvolution));
        ConvolveByTransforms(u, past, future, y, shape, nameof(TwoSidedConvolution));
    }

    /// <inheritdoc/>
    public void TwoSidedConvolutionAdjoint(
        View<T> u, View<T> past, View<T> future, View<T> dy, View<T> du, View<T> dPast, View<T> dFuture,
        in ConvolutionShape shape)
    {
        CheckConvolution(u.Length, past.Length, shape, nameof(TwoSidedConvolutionAdjoint));
        Guard.Length(future.Length, past.Length, nameof(TwoSidedConvolutionAdjoint));
        Guard.Length(dy.Length, u.Length, nameof(TwoSidedConvolutionAdjoint));
        ScanChecks.Optional(du.Length, u.Length, nameof(TwoSidedConvolutionAdjoint), nameof(du));
        ScanChecks.Optional(dPast.Length, past.Length, nameof(TwoSidedConvolutionAdjoint), nameof(dPast));
        Guard.Length(dFuture.Length, dPast.Length, nameof(TwoSidedConvolutionAdjoint));
        CorrelateByTransforms(
            u, past, future, dy, du, dPast, dFuture, shape, nameof(TwoSidedConvolutionAdjoint));
    }
}
