namespace Ssm.Kernels;

/// <content>Optimiser steps, each one pass in place.</content>
public partial interface IBackend<T>
{
    /// <summary>AdamW: Loshchilov and Hutter, 2019, arXiv:1711.05101. <paramref name="step"/> counts from 1.</summary>
    void AdamW(View<T> parameter, View<T> gradient, View<T> m, View<T> v, in AdamSettings settings, int step);

    /// <summary>
    /// AdamW that divides by the greatest second moment so far: Reddi et al., 2018, arXiv:1904.09237.
    /// </summary>
    void AdamWAmsGrad(
        View<T> parameter, View<T> gradient, View<T> m, View<T> v, View<T> greatest, in AdamSettings settings,
        int step);

    /// <summary>Adam with the decay added to the gradient: Kingma and Ba, 2015, arXiv:1412.6980.</summary>
    void Adam(View<T> parameter, View<T> gradient, View<T> m, View<T> v, in AdamSettings settings, int step);

    /// <summary>p −= rate·(g + decay·p).</summary>
    void Sgd(View<T> parameter, View<T> gradient, double learningRate, double weightDecay);

    /// <summary>b = momentum·b + g + decay·p, p −= rate·b.</summary>
    void SgdMomentum(
        View<T> parameter, View<T> gradient, View<T> buffer, double learningRate, double momentum, double weightDecay);

    /// <summary>The same with Nesterov's look-ahead: p −= rate·(g + decay·p + momentum·b).</summary>
    void SgdNesterov(
        View<T> parameter, View<T> gradient, View<T> buffer, double learningRate, double momentum, double weightDecay);

    /// <summary>sum[0] = Σ x², for the norm of a gradient.</summary>
    void SumOfSquares(View<T> x, View<T> sum);
}
