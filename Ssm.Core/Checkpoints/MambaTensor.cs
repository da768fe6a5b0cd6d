using Ssm.Autodiff;
using Ssm.Core.Models;

namespace Ssm.Core.Checkpoints;

/// <summary>A tensor of a Mamba checkpoint.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Its shape in the file.</param>
/// <param name="Parameter">The name of the model's parameter.</param>
/// <param name="IsTaps">Whether it is the taps of a convolution: (E, 1, K) in the file, (K, E) in the model.</param>
internal sealed record MambaTensor(string Name, Shape Shape, string Parameter, bool IsTaps = false)
{
    /// <summary>The tied head's own name, which a file may have beside the embedding, or not.</summary>
    internal const string Head = "lm_head.weight";

    /// <summary>The name of the table of tokens.</summary>
    internal static string Table(MambaNaming naming) =>
        naming == MambaNaming.HuggingFace ? "backbone.embeddings.weight" : "backbone.embedding.weight";

    /// <summary>All tensors of a model, by its choices alone: nothing is allocated.</summary>
    internal static IEnumerable<MambaTensor> Of(MambaModelOptions options, MambaNaming naming)
    {
        Shape table = [options.Vocabulary, options.Channels];
        yield return new MambaTensor(Table(naming), table, "embedding.weight");
        for (int i = 0; i < options.Layers; i++)
        {
            string file = $"backbone.layers.{i}.", model = $"blocks.{i}.";
            yield return new MambaTensor($"{file}norm.weight", [options.Channels], $"{model}norm.weight");
            IEnumerable<MambaTensor> mixer = options.Mixer2 is { } second
                ? Mixer(options.Channels, second)
                : Mixer(options.Channels, options.Mixer);
            foreach (MambaTensor tensor in mixer)
            {
                yield return tensor with
                {
                    Name = $"{file}mixer.{tensor.Name}",
                    Parameter = $"{model}mixer.{tensor.Parameter}",
                };
            }
        }

        yield return new MambaTensor("backbone.norm_f.weight", [options.Channels], "norm.weight");
        if (!options.TiedEmbedding)
        {
            yield return new MambaTensor(Head, table, "head.weight");
        }
    }

    private static IEnumerable<MambaTensor> Mixer(int channels, MambaOptions options)
    {
        int inner = options.Mixer.InnerFor(channels), states = options.Layer.StateSize;
        int rank = options.Layer.DtRank == 0 ? Mamba.DtRank(channels) : options.Layer.DtRank;
        return
        [
            new("A_log", [inner, states], "ssm.a_log"),
            new("D", [inner], "ssm.d"),
            .. Affine("in_proj", 2 * inner, channels, options.Mixer.Bias),
            .. Taps(inner, options.Mixer.ConvolutionWidth, options.Mixer.ConvolutionBias),
            new("x_proj.weight", [rank + (2 * states), inner], "ssm.x_proj.weight"),
            new("dt_proj.weight", [inner, rank], "ssm.dt_proj.weight"),
            new("dt_proj.bias", [inner], "ssm.dt_proj.bias"),
            .. Affine("out_proj", channels, inner, options.Mixer.Bias),
        ];
    }

    private static IEnumerable<MambaTensor> Mixer(int channels, Mamba2Options options)
    {
        int inner = options.InnerChannels == 0 ? checked(2 * channels) : options.InnerChannels;
        int heads = inner / options.HeadChannels, mixed = inner + (2 * options.Groups * options.StateSize);
        int rows = (2 * options.MlpChannels) + inner + mixed + heads;
        return
        [
            new("dt_bias", [heads], "dt_bias"),
            new("A_log", [heads], "a_log"),
            new("D", [options.SkipPerChannel ? inner : heads], "d"),
            .. options.TrainedStart
                ? (MambaTensor[])[new("init_states", [heads, options.HeadChannels, options.StateSize], "init_states")]
                : [],
            .. Affine("in_proj", rows, channels, options.Bias),
            .. Taps(mixed, options.ConvolutionWidth, options.ConvolutionBias),
            .. options.Norm ? (MambaTensor[])[new("norm.weight", [inner], "norm.weight")] : [],
            .. Affine("out_proj", channels, inner + options.MlpChannels, options.Bias),
        ];
    }

    private static MambaTensor[] Affine(string name, int outputs, int inputs, bool bias)
    {
        MambaTensor weight = new($"{name}.weight", [outputs, inputs], $"{name}.weight");
        return bias ? [weight, new($"{name}.bias", [outputs], $"{name}.bias")] : [weight];
    }

    private static MambaTensor[] Taps(int channels, int width, bool bias)
    {
        MambaTensor weight = new("conv1d.weight", [channels, 1, width], "conv1d.weight", IsTaps: true);
        return bias ? [weight, new("conv1d.bias", [channels], "conv1d.bias")] : [weight];
    }
}
