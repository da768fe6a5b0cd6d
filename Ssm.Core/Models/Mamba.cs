using System.Numerics;
using Ssm.Core.Layers;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>Mamba as published: the mixer with S6 inside, and the residual block around it.</summary>
/// <remarks>
/// Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023, arXiv:2312.00752;
/// state-spaces/mamba <c>mamba_ssm/modules/mamba_simple.py</c> and <c>block.py</c>.
/// </remarks>
public static class Mamba
{
    /// <summary>The mixer: linear maps in, convolution, S6, gate, linear map out.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the random parts are drawn from.</param>
    /// <param name="backend">The device.</param>
    public static MambaMixer<T> Mixer<T>(
        int channels, MambaOptions options, RandomSource random, IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Mixer.InnerChannels);
        S6Options inner = options.Layer.DtRank == 0
            ? options.Layer with { DtRank = DtRank(channels) }
            : options.Layer;
        S6<T> layer = new(options.Mixer.InnerFor(channels), inner, random, backend);
        return new MambaMixer<T>(layer, channels, options.Mixer, random, backend);
    }

    /// <summary>A block: x + mixer(RMSNorm(x)), with ε = 1e-5.</summary>
    /// <inheritdoc cref="Mixer"/>
    public static NormedResidual<T> Block<T>(
        int channels, MambaOptions options, RandomSource random, IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MambaMixer<T> mixer = Mixer(channels, options, random, backend);
        return new NormedResidual<T>(new RmsNorm<T>(channels, backend: backend), mixer, channels);
    }

    /// <summary>A block of Mamba-2: x + mixer(RMSNorm(x)), with ε = 1e-5.</summary>
    /// <inheritdoc cref="Mixer"/>
    public static NormedResidual<T> Block<T>(
        int channels, Mamba2Options options, RandomSource random, IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Mamba2<T> mixer = new(channels, options, random, backend);
        return new NormedResidual<T>(new RmsNorm<T>(channels, backend: backend), mixer, channels);
    }

    /// <summary>The rank of the step sizes that Mamba takes for a width: H/16, rounded up.</summary>
    /// <param name="channels">Channels, H.</param>
    public static int DtRank(int channels) => (channels + 15) / 16;
}
