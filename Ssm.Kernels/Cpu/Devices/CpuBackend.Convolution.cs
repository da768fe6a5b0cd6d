using System.Collections.Concurrent;

namespace Ssm.Kernels;

/// <content>Convolution with long kernels, and the kernels of diagonal systems.</content>
public sealed partial class CpuBackend<T>
{
    private readonly ConcurrentDictionary<(int Length, int Taps), FftConvolution<T>> _convolutions = new();

    /// <inheritdoc/>
    public void DirectConvolution(View<T> u, View<T> k, View<T> y, in ConvolutionShape shape) =>
        Kernels.DirectConvolution.Forward<T>(
            Span(u), Span(k), Span(y), shape.Batch, shape.Length, shape.Width, shape.Channels, _threads);

    /// <inheritdoc/>
    public void DirectConvolutionAdjoint(
        View<T> u, View<T> k, View<T> dy, View<T> du, View<T> dk, in ConvolutionShape shape) =>
        Kernels.DirectConvolution.Backward<T>(
            Span(u), Span(k), Span(dy), Span(du), Span(dk),
            shape.Batch, shape.Length, shape.Width, shape.Channels, _threads);

    /// <inheritdoc/>
    public void FftConvolution(View<T> u, View<T> k, View<T> y, in ConvolutionShape shape)
    {
        if (shape.Length == 0 || shape.Width == 0)
        {
            DirectConvolution(u, k, y, shape);
            return;
        }

        Convolution(shape).Forward(Span(u), Span(k), Span(y), shape.Batch, shape.Channels, _threads);
    }

    /// <inheritdoc/>
    public void FftConvolutionAdjoint(
        View<T> u, View<T> k, View<T> dy, View<T> du, View<T> dk, in ConvolutionShape shape)
    {
        if (shape.Length == 0 || shape.Width == 0)
        {
            DirectConvolutionAdjoint(u, k, dy, du, dk, shape);
            return;
        }

        Convolution(shape).Backward(
            Span(u), Span(k), Span(dy), Span(du), Span(dk), shape.Batch, shape.Channels, _threads);
    }

    /// <inheritdoc/>
    public void CausalConv1d(
        View<T> x, View<T> w, View<T> bias, View<T> previous, View<T> y, in ConvolutionShape shape) =>
        Kernels.CausalConv1d.Forward<T>(Span(x), Span(w), Span(bias), Span(previous), Span(y), shape, _threads);

    /// <inheritdoc/>
    public void CausalConv1dAdjoint(
        View<T> x, View<T> w, View<T> previous, View<T> dy, View<T> dx, View<T> dw, View<T> dbias, View<T> dprevious,
        in ConvolutionShape shape) =>
        Kernels.CausalConv1d.Backward<T>(
            Span(x), Span(w), Span(previous), Span(dy), Span(dx), Span(dw), Span(dbias), Span(dprevious), shape,
            _threads);

    /// <inheritdoc/>
    public void Vandermonde(ComplexView<T> v, ComplexView<T> z, View<T> k, in VandermondeShape shape, T scale) =>
        Kernels.Vandermonde.Forward(
            Span(v), Span(z), scale, Span(k), shape.Length, shape.Channels, shape.Modes, _threads);

    /// <inheritdoc/>
    public void VandermondeAdjoint(
        ComplexView<T> v, ComplexView<T> z, View<T> dk, ComplexView<T> dv, ComplexView<T> dz,
        in VandermondeShape shape, T scale) =>
        Kernels.Vandermonde.Adjoint(
            Span(v), Span(z), scale, Span(dk), Span(dv), Span(dz), shape.Length, shape.Channels, shape.Modes, _threads);

    private FftConvolution<T> Convolution(in ConvolutionShape shape) => _convolutions.GetOrAdd(
        (shape.Length, shape.Width), static key => new FftConvolution<T>(key.Length, key.Taps));
}
