using System.Buffers;
using System.Text.Json;
using Ssm.Core.Models;

namespace Ssm.Core.Checkpoints;

/// <summary>The config.json of a Mamba model, as <see cref="MambaConfig"/> reads it.</summary>
internal static class MambaConfigWriter
{
    internal static byte[] Write(MambaModelOptions options, MambaNaming naming)
    {
        Check(options, naming);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            if (naming == MambaNaming.HuggingFace)
            {
                HuggingFace(json, options);
            }
            else
            {
                StateSpaces(json, options);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void HuggingFace(Utf8JsonWriter json, MambaModelOptions options)
    {
        bool second = options.Mixer2 is not null;
        json.WriteStartArray("architectures"u8);
        json.WriteStringValue(second ? "Mamba2ForCausalLM"u8 : "MambaForCausalLM"u8);
        json.WriteEndArray();
        json.WriteString("model_type"u8, second ? "mamba2"u8 : "mamba"u8);
        json.WriteNumber("vocab_size"u8, options.Vocabulary);
        json.WriteNumber("hidden_size"u8, options.Channels);
        json.WriteNumber("num_hidden_layers"u8, options.Layers);
        json.WriteNumber("layer_norm_epsilon"u8, options.NormEpsilon);
        json.WriteBoolean("tie_word_embeddings"u8, options.TiedEmbedding);
        json.WriteString("hidden_act"u8, "silu"u8);
        json.WriteBoolean("residual_in_fp32"u8, true);
        if (options.Mixer2 is { } mixer2)
        {
            int inner = Inner(options, mixer2);
            json.WriteNumber("expand"u8, inner / (double)options.Channels);
            json.WriteNumber("intermediate_size"u8, inner);
            json.WriteNumber("num_heads"u8, inner / mixer2.HeadChannels);
            json.WriteNumber("head_dim"u8, mixer2.HeadChannels);
            json.WriteNumber("state_size"u8, mixer2.StateSize);
            json.WriteNumber("n_groups"u8, mixer2.Groups);
            json.WriteNumber("conv_kernel"u8, mixer2.ConvolutionWidth);
            json.WriteBoolean("use_conv_bias"u8, mixer2.ConvolutionBias);
            json.WriteBoolean("use_bias"u8, mixer2.Bias);
            json.WriteNumber("chunk_size"u8, mixer2.Chunk);
            Limits(json, "time_step_limit"u8, mixer2);
            json.WriteBoolean("rms_norm"u8, true);
            return;
        }

        MambaOptions mixer = options.Mixer;
        json.WriteNumber("expand"u8, mixer.Mixer.InnerFor(options.Channels) / (double)options.Channels);
        json.WriteNumber("intermediate_size"u8, mixer.Mixer.InnerFor(options.Channels));
        json.WriteNumber("state_size"u8, mixer.Layer.StateSize);
        json.WriteNumber("time_step_rank"u8, Rank(options));
        json.WriteNumber("conv_kernel"u8, mixer.Mixer.ConvolutionWidth);
        json.WriteBoolean("use_conv_bias"u8, mixer.Mixer.ConvolutionBias);
        json.WriteBoolean("use_bias"u8, mixer.Mixer.Bias);
    }

    private static void StateSpaces(Utf8JsonWriter json, MambaModelOptions options)
    {
        json.WriteNumber("d_model"u8, options.Channels);
        json.WriteNumber("n_layer"u8, options.Layers);
        json.WriteNumber("vocab_size"u8, options.Vocabulary);
        json.WriteNumber("pad_vocab_size_multiple"u8, 1);
        json.WriteBoolean("rms_norm"u8, true);
        json.WriteBoolean("residual_in_fp32"u8, true);
        json.WriteBoolean("fused_add_norm"u8, true);
        json.WriteBoolean("tie_embeddings"u8, options.TiedEmbedding);
        json.WriteStartObject("ssm_cfg"u8);
        if (options.Mixer2 is { } mixer2)
        {
            int inner = Inner(options, mixer2);
            json.WriteString("layer"u8, "Mamba2"u8);
            json.WriteNumber("expand"u8, (inner + mixer2.MlpChannels) / (double)options.Channels);
            json.WriteNumber("d_ssm"u8, inner);
            json.WriteNumber("headdim"u8, mixer2.HeadChannels);
            json.WriteNumber("d_state"u8, mixer2.StateSize);
            json.WriteNumber("ngroups"u8, mixer2.Groups);
            json.WriteNumber("d_conv"u8, mixer2.ConvolutionWidth);
            json.WriteBoolean("conv_bias"u8, mixer2.ConvolutionBias);
            json.WriteBoolean("bias"u8, mixer2.Bias);
            json.WriteBoolean("rmsnorm"u8, mixer2.Norm);
            json.WriteBoolean("norm_before_gate"u8, mixer2.NormBeforeGate);
            json.WriteBoolean("D_has_hdim"u8, mixer2.SkipPerChannel);
            json.WriteNumber("chunk_size"u8, mixer2.Chunk);
            Limits(json, "dt_limit"u8, mixer2);
        }
        else
        {
            MambaOptions mixer = options.Mixer;
            json.WriteString("layer"u8, "Mamba1"u8);
            json.WriteNumber("expand"u8, mixer.Mixer.InnerFor(options.Channels) / (double)options.Channels);
            json.WriteNumber("d_state"u8, mixer.Layer.StateSize);
            json.WriteNumber("dt_rank"u8, Rank(options));
            json.WriteNumber("d_conv"u8, mixer.Mixer.ConvolutionWidth);
            json.WriteBoolean("conv_bias"u8, mixer.Mixer.ConvolutionBias);
            json.WriteBoolean("bias"u8, mixer.Mixer.Bias);
        }

        json.WriteEndObject();
    }

    // No limit is the default, and JSON has no infinity.
    private static void Limits(Utf8JsonWriter json, ReadOnlySpan<byte> name, Mamba2Options mixer)
    {
        if (mixer.DtLowest > 0 || double.IsFinite(mixer.DtHighest))
        {
            json.WriteStartArray(name);
            json.WriteNumberValue(mixer.DtLowest);
            json.WriteNumberValue(Math.Min(mixer.DtHighest, double.MaxValue));
            json.WriteEndArray();
        }
    }

    private static int Inner(MambaModelOptions options, Mamba2Options mixer) =>
        mixer.InnerChannels == 0 ? 2 * options.Channels : mixer.InnerChannels;

    private static int Rank(MambaModelOptions options) =>
        options.Mixer.Layer.DtRank == 0 ? Mamba.DtRank(options.Channels) : options.Mixer.Layer.DtRank;

    private static void Check(MambaModelOptions options, MambaNaming naming)
    {
        string? problem = (options.Mixer2, naming) switch
        {
            (null, _) when options.Mixer.Layer.Complex => "complex states",
            (null, _) when options.Mixer.Layer.Groups != 1 => "groups of channels",
            (null, _) when options.Mixer.Layer.ExactZoh => "a held input",
            ({ TrainedStart: true }, _) => "trained states before the first step",
            ({ } mixer, MambaNaming.HuggingFace) when mixer.MlpChannels > 0 || mixer.SkipPerChannel || !mixer.Norm
                || mixer.NormBeforeGate || mixer.NormGroups != 1 =>
                "a gated unit, a skip per channel, or another norm than one mean after the gate",
            ({ } mixer, MambaNaming.StateSpaces) when mixer.NormGroups != mixer.Groups =>
                "norm groups other than the groups of B and C",
            (_, MambaNaming.StateSpaces) when options.NormEpsilon != 1e-5 => "an ε other than 1e-5",
            _ => null,
        };
        if (problem is not null)
        {
            throw new ArgumentException(
                $"MambaCheckpoint: config.json by the names of {naming} has no word for {problem}; save the model " +
                "with ModelCheckpoint.", nameof(options));
        }
    }
}
