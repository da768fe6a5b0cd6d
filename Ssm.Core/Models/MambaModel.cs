using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>The language models of Mamba and Mamba-2.</summary>
/// <remarks>
/// Embedding, blocks x + mixer(RMSNorm(x)), RMSNorm, logits by the embedding's table. At the start the table is
/// N(0, 0.02²), biases of linear maps are 0, and each mixer's map out is divided by the root of the number of blocks.
/// state-spaces/mamba <c>mamba_ssm/models/mixer_seq_simple.py</c>.
/// </remarks>
public static class MambaModel
{
    /// <summary>A model at its initial values.</summary>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the random parts are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public static LanguageModel<T> Create<T>(
        MambaModelOptions options, RandomSource random, IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Layers, 1);
        int channels = options.Channels;
        Embedding<T> embedding = new(options.Vocabulary, channels, random, options.EmbeddingDeviation, backend);
        SequenceLayer<T>[] blocks = new SequenceLayer<T>[options.Layers];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new NormedResidual<T>(
                new RmsNorm<T>(channels, options.NormEpsilon, backend: backend),
                Mixer(options, random, backend), channels);
        }

        Linear<T>? head = options.TiedEmbedding
            ? null
            : new Linear<T>(channels, options.Vocabulary, random, bias: false, backend);
        return new LanguageModel<T>(
            embedding, blocks, new RmsNorm<T>(channels, options.NormEpsilon, backend: backend),
            new LanguageModelOptions(), head);
    }

    private static SequenceLayer<T> Mixer<T>(MambaModelOptions options, RandomSource random, IBackend<T>? backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int branches = options.Layers;
        if (options.Mixer2 is { } second)
        {
            Mamba2<T> mixer2 = new(options.Channels, second with { ResidualBranches = branches }, random, backend);
            Clear(mixer2.Input.Bias, mixer2.Output.Bias);
            return mixer2;
        }

        MambaOptions first = options.Mixer;
        MambaMixer<T> mixer = Mamba.Mixer(
            options.Channels, first with { Mixer = first.Mixer with { ResidualBranches = branches } }, random, backend);
        Clear(mixer.Input.Bias, mixer.Output.Bias);
        return mixer;
    }

    private static void Clear<T>(params ReadOnlySpan<Variable<T>?> biases)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (Variable<T>? bias in biases)
        {
            bias?.Value.Assign(NdArray<T>.Zeros(bias.Shape, bias.Backend));
        }
    }
}
