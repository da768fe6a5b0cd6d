using System.Numerics;
using Ssm.Core.Implementation;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>The language models of Hawk and Griffin.</summary>
/// <remarks>
/// Embedding times √H rounded to bfloat16, blocks, RMSNorm with 1 + w, logits by the embedding's table, capped by a
/// tanh. At the start the table is N(0, 1/H), the blocks are as their parts say. De et al., 2024, arXiv:2402.19427;
/// Botev et al., "RecurrentGemma", 2024, arXiv:2404.07839; google-deepmind/recurrentgemma <c>torch/griffin.py</c>.
/// </remarks>
public static class GriffinModel
{
    /// <summary>A model at its initial values.</summary>
    /// <param name="options">The sizes.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public static LanguageModel<T> Create<T>(
        GriffinOptions options, RandomSource random, IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        return Make(options, random, backend);
    }

    /// <summary>A model of zeros, to be loaded.</summary>
    internal static LanguageModel<T> OfZeros<T>(GriffinOptions options, IBackend<T>? backend)
        where T : unmanaged, IFloatingPointIeee754<T> => Make(options, random: null, backend);

    private static LanguageModel<T> Make<T>(GriffinOptions options, RandomSource? random, IBackend<T>? backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.LruWidth);
        if (!(options.LogitSoftCap >= 0))
        {
            throw new ArgumentException(
                $"GriffinModel: 'LogitSoftCap' is {options.LogitSoftCap}, expected 0 or more.", nameof(options));
        }

        Embedding<T> embedding = new(
            Weights.Normal([options.Vocabulary, options.Width], options.Width, random, backend));
        GriffinParts<T> parts = new(options, random, backend);
        float root = BrainFloat.Expand(BrainFloat.Round(MathF.Sqrt(options.Width)));
        LanguageModelOptions model = new()
        {
            EmbeddingScale = options.ScaleEmbedding ? root : 1,
            LogitSoftCap = options.LogitSoftCap == 0 ? null : options.LogitSoftCap,
        };
        return new LanguageModel<T>(
            embedding, [.. options.Blocks.Select(parts.Block)],
            new RmsNorm<T>(options.Width, 1e-6, offset: 1, backend), model);
    }
}
