using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Core.Checkpoints;

/// <summary>From the config.json of a Mamba checkpoint to the choices of its model.</summary>
/// <remarks>
/// Keys and defaults: huggingface/transformers <c>configuration_mamba.py</c> and <c>configuration_mamba2.py</c>;
/// state-spaces/mamba <c>mamba_ssm/models/config_mamba.py</c>, whose <c>ssm_cfg</c> holds arguments of
/// <c>mamba_simple.py</c> or <c>mamba2.py</c>.
/// </remarks>
internal static class MambaConfig
{
    private const int MostTaps = ConvolutionShape.LargestWidth;

    internal static (MambaModelOptions Options, MambaNaming Naming) Read(string path)
    {
        ConfigFile config = ConfigFile.Open(path);
        return config.Has("hidden_size") ? (HuggingFace(config), MambaNaming.HuggingFace)
            : config.Has("d_model") ? (StateSpaces(config), MambaNaming.StateSpaces)
            : throw new CheckpointException(
                path, "has neither 'hidden_size' nor 'd_model', expected the config of a Mamba model.");
    }

    private static MambaModelOptions HuggingFace(ConfigFile config)
    {
        string kind = config.Text("model_type", "mamba");
        if (kind is not ("mamba" or "mamba2"))
        {
            throw config.Unsupported("model_type", "mamba or mamba2");
        }

        if (config.Text("hidden_act", "silu") is not ("silu" or "swish"))
        {
            throw config.Unsupported("hidden_act", "silu, the only activation that these models have here");
        }

        int channels = config.Size("hidden_size");
        int inner = config.Has("intermediate_size")
            ? config.Size("intermediate_size")
            : Expanded(config, channels, config.Number("expand", 2));
        return new MambaModelOptions
        {
            Vocabulary = config.Size("vocab_size"),
            Channels = channels,
            Layers = config.Size("num_hidden_layers"),
            NormEpsilon = Epsilon(config, "layer_norm_epsilon"),
            TiedEmbedding = config.Switch("tie_word_embeddings", fallback: kind == "mamba"),
            Mixer = kind == "mamba" ? HuggingFaceMixer(config, inner) : new MambaOptions(),
            Mixer2 = kind == "mamba2" ? HuggingFaceMixer2(config, inner) : null,
        };
    }

    private static MambaOptions HuggingFaceMixer(ConfigFile config, int inner) => new()
    {
        Mixer = new MambaMixerOptions
        {
            InnerChannels = inner,
            ConvolutionWidth = config.Size("conv_kernel", 4, MostTaps),
            ConvolutionBias = config.Switch("use_conv_bias", true),
            Bias = config.Switch("use_bias", false),
        },
        Layer = new S6Options
        {
            StateSize = config.Size("state_size", 16),
            DtRank = config.IsText("time_step_rank") ? 0 : config.Size("time_step_rank", 0),
        },
    };

    private static Mamba2Options HuggingFaceMixer2(ConfigFile config, int inner)
    {
        if (!config.Switch("rms_norm", true))
        {
            throw config.Unsupported("rms_norm", "true");
        }

        (double lowest, double highest) = config.Pair("time_step_limit", 0, double.PositiveInfinity);
        return Checked(config, inner, new Mamba2Options
        {
            InnerChannels = inner,
            HeadChannels = config.Size("head_dim", 64),
            StateSize = config.Size("state_size", 128),
            Groups = config.Size("n_groups", 8),
            ConvolutionWidth = config.Size("conv_kernel", 4, MostTaps),
            ConvolutionBias = config.Switch("use_conv_bias", true),
            Bias = config.Switch("use_bias", false),
            Chunk = config.Size("chunk_size", 256),
            DtLowest = lowest,
            DtHighest = highest,
        });
    }

    private static MambaModelOptions StateSpaces(ConfigFile config)
    {
        if (!config.Switch("rms_norm", true))
        {
            throw config.Unsupported("rms_norm", "true; layer norms are not supported");
        }

        if (config.Has("d_intermediate") && config.Number("d_intermediate", 0) != 0)
        {
            throw config.Unsupported("d_intermediate", "0; gated units between the mixers are not supported");
        }

        if (config.HasEntries("attn_layer_idx"))
        {
            throw config.Unsupported("attn_layer_idx", "an empty list; attention is not supported");
        }

        ConfigFile mixer = config.Object("ssm_cfg");
        string kind = mixer.Text("layer", "Mamba1");
        if (kind is not ("Mamba1" or "Mamba2"))
        {
            throw mixer.Unsupported("layer", "Mamba1 or Mamba2");
        }

        int channels = config.Size("d_model"), multiple = config.Size("pad_vocab_size_multiple", 8);
        int tokens = config.Size("vocab_size");
        int inner = Expanded(mixer, channels, mixer.Number("expand", 2));
        return new MambaModelOptions
        {
            Vocabulary = checked((tokens + multiple - 1) / multiple * multiple),
            Channels = channels,
            Layers = config.Size("n_layer"),
            TiedEmbedding = config.Switch("tie_embeddings", true),
            Mixer = kind == "Mamba1" ? StateSpacesMixer(mixer, inner) : new MambaOptions(),
            Mixer2 = kind == "Mamba2" ? StateSpacesMixer2(mixer, inner) : null,
        };
    }

    private static MambaOptions StateSpacesMixer(ConfigFile config, int inner) => new()
    {
        Mixer = new MambaMixerOptions
        {
            InnerChannels = inner,
            ConvolutionWidth = config.Size("d_conv", 4, MostTaps),
            ConvolutionBias = config.Switch("conv_bias", true),
            Bias = config.Switch("bias", false),
        },
        Layer = new S6Options
        {
            StateSize = config.Size("d_state", 16),
            DtRank = config.IsText("dt_rank") ? 0 : config.Size("dt_rank", 0),
        },
    };

    private static Mamba2Options StateSpacesMixer2(ConfigFile config, int inner)
    {
        int groups = config.Size("ngroups", 1), own = config.Size("d_ssm", inner);
        (double lowest, double highest) = config.Pair("dt_limit", 0, double.PositiveInfinity);
        if (own > inner)
        {
            throw config.Unsupported("d_ssm", $"{inner} at most");
        }

        return Checked(config, own, new Mamba2Options
        {
            InnerChannels = own,
            MlpChannels = inner - own,
            HeadChannels = config.Size("headdim", 64),
            StateSize = config.Size("d_state", 128),
            Groups = groups,
            ConvolutionWidth = config.Size("d_conv", 4, MostTaps),
            ConvolutionBias = config.Switch("conv_bias", true),
            Bias = config.Switch("bias", false),
            Norm = config.Switch("rmsnorm", true),

            // mamba2.py takes the mean of a group of B and C, unlike mamba2_simple.py and transformers.
            NormGroups = groups,
            NormBeforeGate = config.Switch("norm_before_gate", false),
            SkipPerChannel = config.Switch("D_has_hdim", false),
            Chunk = config.Size("chunk_size", 256),
            DtLowest = lowest,
            DtHighest = highest,
        });
    }

    // What the model would refuse, said of the file.
    private static Mamba2Options Checked(ConfigFile config, int inner, Mamba2Options options)
    {
        if (inner % options.HeadChannels != 0 || inner / options.HeadChannels % options.Groups != 0)
        {
            throw new CheckpointException(
                config.FilePath,
                $"{inner} channels in heads of {options.HeadChannels} and {options.Groups} groups, expected whole "
                + "heads in whole groups.");
        }

        return options.DtLowest >= 0 && options.DtLowest <= options.DtHighest
            ? options
            : throw new CheckpointException(
                config.FilePath,
                $"steps are limited to {options.DtLowest} and {options.DtHighest}, expected 0 or more, in this order.");
    }

    private static int Expanded(ConfigFile config, int channels, double factor)
    {
        // The factor may be a rounded quotient, whose product is then beside a whole number.
        double inner = factor * channels, near = Math.Round(inner);
        inner = Math.Abs(inner - near) < 1e-6 ? near : Math.Floor(inner);
        return inner is >= 1 and <= 1 << 24
            ? (int)inner
            : throw config.Unsupported("expand", "a factor that leaves one channel or more");
    }

    private static double Epsilon(ConfigFile config, string name)
    {
        double epsilon = config.Number(name, 1e-5);
        return epsilon >= 0 && double.IsFinite(epsilon)
            ? epsilon
            : throw config.Unsupported(name, "a finite number, 0 or more");
    }
}
