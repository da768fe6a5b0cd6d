using System.Numerics;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>The block of Hawk as jsie7/ssm-benchmark writes it.</summary>
/// <remarks>
/// Norms by the Euclidean length, an RG-LRU with dense gates, GELUs by erf, no biases in the linear maps, dropout of
/// the whole stream. <c>models/hawk.py</c>, HawkBlock. The block of RecurrentGemma is a <see cref="GriffinBlock{T}"/>
/// with the default options of its parts.
/// </remarks>
public static class HawkBlock
{
    /// <summary>A block at its initial values.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The sizes and choices.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="backend">The device.</param>
    public static GriffinBlock<T> Create<T>(
        int channels, HawkBlockOptions options, RandomSource random, IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MlpExpansion, 1);
        return new GriffinBlock<T>(
            Recurrent(channels, options, random, backend),
            new GatedMlp<T>(
                channels, checked(options.MlpExpansion * channels),
                new GatedMlpOptions { Gelu = Gelu.Erf, Bias = false }, random, backend),
            channels,
            new GriffinBlockOptions
            {
                Norm = GriffinNorm.L2,
                LearnedSkip = options.LearnedSkip,
                Dropout = options.Dropout,
            },
            backend);
    }

    /// <summary>The recurrent half alone.</summary>
    /// <inheritdoc cref="Create"/>
    public static GriffinRecurrent<T> Recurrent<T>(
        int channels, HawkBlockOptions options, RandomSource random, IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        RgLruOptions unit = RgLruOptions.SsmBenchmark with { Init = options.Init };
        return new GriffinRecurrent<T>(
            new RgLru<T>(options.InnerChannels, unit, random, backend),
            channels,
            options.InnerChannels,
            new GriffinRecurrentOptions { Gelu = Gelu.Erf, Bias = false, ConvolutionVariance = null },
            random,
            backend);
    }
}
