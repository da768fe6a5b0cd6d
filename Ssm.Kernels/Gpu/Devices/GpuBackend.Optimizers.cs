using System.Runtime.CompilerServices;
using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>Optimiser steps, each one pass in place.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void AdamW(View<T> parameter, View<T> gradient, View<T> m, View<T> v, in AdamSettings settings, int step)
    {
        Guard.AtLeast(step, 1, nameof(AdamW));
        double keep = 1 - (settings.LearningRate * settings.WeightDecay);
        AdamStep(parameter, gradient, m, v, new AdamCoefficients<T>(settings, keep, penalty: 0, step));
    }

    /// <inheritdoc/>
    public void AdamWAmsGrad(
        View<T> parameter, View<T> gradient, View<T> m, View<T> v, View<T> greatest, in AdamSettings settings,
        int step)
    {
        Guard.AtLeast(step, 1, nameof(AdamWAmsGrad));
        double keep = 1 - (settings.LearningRate * settings.WeightDecay);
        using GpuWork work = _device.Begin();
        work.Launch(
            AdamKernels.AmsGradStep, work.Over(parameter.Length), work.View(parameter), work.View(gradient),
            work.View(m), work.View(v), work.View(greatest), new AdamCoefficients<T>(settings, keep, penalty: 0, step),
            parameter.Length);
    }

    /// <inheritdoc/>
    public void Adam(View<T> parameter, View<T> gradient, View<T> m, View<T> v, in AdamSettings settings, int step)
    {
        Guard.AtLeast(step, 1, nameof(Adam));
        AdamStep(parameter, gradient, m, v, new AdamCoefficients<T>(settings, keep: 1, settings.WeightDecay, step));
    }

    /// <inheritdoc/>
    public void Sgd(View<T> parameter, View<T> gradient, double learningRate, double weightDecay)
    {
        using GpuWork work = _device.Begin();
        work.Launch(
            SgdKernels.Plain, work.Over(parameter.Length), work.View(parameter), work.View(gradient),
            T.CreateChecked(-learningRate), T.CreateChecked(weightDecay), parameter.Length);
    }

    /// <inheritdoc/>
    public void SgdMomentum(
        View<T> parameter, View<T> gradient, View<T> buffer, double learningRate, double momentum,
        double weightDecay)
    {
        using GpuWork work = _device.Begin();
        work.Launch(
            SgdKernels.Momentum, work.Over(parameter.Length), work.View(parameter), work.View(gradient),
            work.View(buffer), T.CreateChecked(-learningRate), T.CreateChecked(momentum), T.CreateChecked(weightDecay),
            parameter.Length);
    }

    /// <inheritdoc/>
    public void SgdNesterov(
        View<T> parameter, View<T> gradient, View<T> buffer, double learningRate, double momentum,
        double weightDecay)
    {
        using GpuWork work = _device.Begin();
        work.Launch(
            SgdKernels.Nesterov, work.Over(parameter.Length), work.View(parameter), work.View(gradient),
            work.View(buffer), T.CreateChecked(-learningRate), T.CreateChecked(momentum), T.CreateChecked(weightDecay),
            parameter.Length);
    }

    /// <inheritdoc/>
    /// <remarks>Summed in double, also for floats.</remarks>
    public void SumOfSquares(View<T> x, View<T> sum)
    {
        using GpuWork work = _device.Begin();
        ArrayView<T> from = work.View(x), to = work.View(sum);
        if (typeof(T) == typeof(double))
        {
            ReduceRows<double, SumReduction<double>, DoubleSquareTerm>(
                work, new DoubleSquareTerm(Unsafe.BitCast<ArrayView<T>, ArrayView<double>>(from)),
                Unsafe.BitCast<ArrayView<T>, ArrayView<double>>(to), rows: 1, x.Length);
            return;
        }

        ArrayView<double> total = work.Scratch<double>(1);
        ReduceRows<double, SumReduction<double>, SingleSquareTerm>(
            work, new SingleSquareTerm(Unsafe.BitCast<ArrayView<T>, ArrayView<float>>(from)), total, rows: 1, x.Length);
        work.Launch(
            ReduceKernels.Round, work.Groups(1), total, Unsafe.BitCast<ArrayView<T>, ArrayView<float>>(to));
    }

    private void AdamStep(
        View<T> parameter, View<T> gradient, View<T> m, View<T> v, AdamCoefficients<T> coefficients)
    {
        using GpuWork work = _device.Begin();
        work.Launch(
            AdamKernels.Step, work.Over(parameter.Length), work.View(parameter), work.View(gradient), work.View(m),
            work.View(v), coefficients, parameter.Length);
    }
}
