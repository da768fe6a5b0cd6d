using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Core.Implementation;

/// <summary>Weights drawn from normal distributions, or zeros for a model that is about to be loaded.</summary>
internal static class Weights
{
    /// <summary>N(0, 1/fanIn), or zeros where there is no source of random numbers.</summary>
    internal static NdArray<T> Normal<T>(Shape shape, double fanIn, RandomSource? random, IBackend<T>? backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (random is null)
        {
            return NdArray<T>.Zeros(shape, backend);
        }

        T[] values = new T[shape.Count];
        Initializers.Normal<T>(values, Math.Sqrt(1 / fanIn), random);
        return NdArray<T>.From(values, shape, backend);
    }

    /// <summary>A linear layer with weights from N(0, 1/fanIn) and, if it has one, a bias of zeros.</summary>
    internal static Linear<T> Linear<T>(
        int inputs, int outputs, double fanIn, bool bias, RandomSource? random, IBackend<T>? backend)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
            Normal([outputs, inputs], fanIn, random, backend),
            bias ? NdArray<T>.Zeros([outputs], backend) : null);

    /// <summary>A linear layer with weights from N(0, 1/in) and a bias from U(±1/√in): the gates of ssm-benchmark.
    /// </summary>
    internal static Linear<T> LinearWithTorchBias<T>(
        int inputs, int outputs, RandomSource random, IBackend<T>? backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] bias = new T[outputs];
        Initializers.TorchLinear<T>(bias, inputs, random);
        return new Linear<T>(
            Normal([outputs, inputs], inputs, random, backend), NdArray<T>.From(bias, [outputs], backend));
    }

    /// <summary>A short convolution with taps from N(0, variance/width) and a bias of zeros, or PyTorch's default.
    /// </summary>
    internal static CausalConv1d<T> Convolution<T>(
        int channels, int width, double? variance, RandomSource? random, IBackend<T>? backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CausalConv1d<T> layer = new(channels, width, random ?? new RandomSource(0), bias: true, backend);
        if (random is null || variance is not null)
        {
            double fanIn = width / (variance ?? 1);
            layer.Weight.Value.Assign(Normal(layer.Weight.Shape, fanIn, random, backend));
            layer.Bias!.Value.Assign(NdArray<T>.Zeros(layer.Bias.Shape, backend));
        }

        return layer;
    }
}
