namespace Ssm.Kernels;

/// <content>Optimiser steps.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void AdamW(View<T> parameter, View<T> gradient, View<T> m, View<T> v, in AdamSettings settings, int step) =>
        AdamWKernel.Step<T>(Span(parameter), Span(gradient), Span(m), Span(v), settings, step, _threads);

    /// <inheritdoc/>
    public void AdamWAmsGrad(
        View<T> parameter, View<T> gradient, View<T> m, View<T> v, View<T> greatest, in AdamSettings settings,
        int step) =>
        AdamWKernel.StepAmsGrad<T>(
            Span(parameter), Span(gradient), Span(m), Span(v), Span(greatest), settings, step, _threads);

    /// <inheritdoc/>
    public void Adam(View<T> parameter, View<T> gradient, View<T> m, View<T> v, in AdamSettings settings, int step) =>
        AdamKernel.Step<T>(Span(parameter), Span(gradient), Span(m), Span(v), settings, step, _threads);

    /// <inheritdoc/>
    public void Sgd(View<T> parameter, View<T> gradient, double learningRate, double weightDecay) =>
        SgdKernel.Step<T>(Span(parameter), Span(gradient), learningRate, weightDecay, _threads);

    /// <inheritdoc/>
    public void SgdMomentum(
        View<T> parameter, View<T> gradient, View<T> buffer, double learningRate, double momentum,
        double weightDecay) =>
        SgdKernel.StepMomentum<T>(
            Span(parameter), Span(gradient), Span(buffer), learningRate, momentum, weightDecay, _threads);

    /// <inheritdoc/>
    public void SgdNesterov(
        View<T> parameter, View<T> gradient, View<T> buffer, double learningRate, double momentum,
        double weightDecay) =>
        SgdKernel.StepNesterov<T>(
            Span(parameter), Span(gradient), Span(buffer), learningRate, momentum, weightDecay, _threads);

    /// <inheritdoc/>
    public void SumOfSquares(View<T> x, View<T> sum) =>
        Span(sum)[0] = T.CreateChecked(Kernels.Reduce.SumOfSquares<T>(Span(x), _threads));
}
