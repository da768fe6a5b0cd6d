using System.Buffers;
using System.Text.Json;
using Ssm.Core.Models;

namespace Ssm.Core.Checkpoints;

/// <summary>The file of sizes beside a checkpoint of Griffin, in the fields of either library.</summary>
/// <remarks>
/// GriffinConfig of google-deepmind/recurrentgemma <c>recurrentgemma/common.py</c>, and RecurrentGemmaConfig of Hugging
/// Face's transformers, whose intermediate size counts both branches of the MLP and whose kinds of blocks repeat.
/// </remarks>
internal static class GriffinConfig
{
    /// <summary>Reads the sizes.</summary>
    /// <exception cref="CheckpointException">It is no JSON, or a field is missing or not supported.</exception>
    internal static GriffinOptions Read(string path)
    {
        ConfigFile config = ConfigFile.Open(path);
        return config.Has("hidden_size") ? OfHuggingFace(config) : OfRecurrentGemma(config);
    }

    /// <summary>The sizes as JSON.</summary>
    internal static byte[] Write(GriffinOptions options, GriffinNaming names)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            if (names == GriffinNaming.HuggingFace)
            {
                WriteHuggingFace(writer, options);
            }
            else
            {
                WriteRecurrentGemma(writer, options);
            }

            WriteNumberOrNull(writer, "lru_width", options.LruWidth);
            writer.WriteStartArray("block_types");
            foreach (GriffinBlockKind kind in options.Blocks)
            {
                writer.WriteStringValue(kind == GriffinBlockKind.Attention ? "attention" : "recurrent");
            }

            writer.WriteEndArray();
            writer.WriteBoolean("embeddings_scale_by_sqrt_dim", options.ScaleEmbedding);
            writer.WriteNumber("attention_window_size", options.Window);
            writer.WriteNumber("logits_soft_cap", options.LogitSoftCap);
            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }

    private static GriffinOptions OfRecurrentGemma(ConfigFile config) => new()
    {
        Vocabulary = config.Size("vocab_size"),
        Width = config.Size("width"),
        MlpWidth = config.Size("mlp_expanded_width"),
        Heads = config.Size("num_heads"),
        Blocks = Kinds(config, "block_types"),
        LruWidth = config.Size("lru_width", fallback: 0),
        Window = config.Size("attention_window_size", fallback: 2048),
        ConvolutionWidth = config.Size("conv1d_temporal_width", fallback: 4),
        ScaleEmbedding = config.Switch("embeddings_scale_by_sqrt_dim", fallback: true),
        LogitSoftCap = Cap(config, fallback: 0),
    };

    private static GriffinOptions OfHuggingFace(ConfigFile config)
    {
        Require(config, "num_key_value_heads", 1);
        Require(config, "partial_rotary_factor", 0.5);
        Require(config, "rope_theta", 10000);
        Require(config, "rms_norm_eps", 1e-6);
        int both = config.Size("intermediate_size");
        if (both % 2 != 0)
        {
            throw config.Unsupported("intermediate_size", "an even number, that of two branches of equal width");
        }

        GriffinBlockKind[] pattern = Kinds(config, config.Has("block_types") ? "block_types" : "_block_types");
        int layers = config.Size("num_hidden_layers");
        return new GriffinOptions
        {
            Vocabulary = config.Size("vocab_size"),
            Width = config.Size("hidden_size"),
            MlpWidth = both / 2,
            Heads = config.Size("num_attention_heads"),
            Blocks = [.. Enumerable.Range(0, layers).Select(i => pattern[i % pattern.Length])],
            LruWidth = config.Size("lru_width", fallback: 0),
            Window = config.Size("attention_window_size", fallback: 2048),
            ConvolutionWidth = config.Size("conv1d_width", fallback: 4),
            ScaleEmbedding = config.Switch("embeddings_scale_by_sqrt_dim", fallback: true),
            LogitSoftCap = Cap(config, fallback: 30),
        };
    }

    private static GriffinBlockKind[] Kinds(ConfigFile config, string field)
    {
        string[] names = config.Texts(field);
        return names.Length > 0 && names.All(name => name is "recurrent" or "attention")
            ? Array.ConvertAll(names, name =>
                name == "attention" ? GriffinBlockKind.Attention : GriffinBlockKind.Recurrent)
            : throw config.Unsupported(field, "one or more of 'recurrent' and 'attention'");
    }

    private static double Cap(ConfigFile config, double fallback)
    {
        double cap = config.Number("logits_soft_cap", fallback);
        return cap >= 0 ? cap : throw config.Unsupported("logits_soft_cap", "0 or more");
    }

    private static void Require(ConfigFile config, string field, double only)
    {
        if (config.Number(field, only) != only)
        {
            throw config.Unsupported(field, $"{only}, the only value that there is support for");
        }
    }

    private static void WriteRecurrentGemma(Utf8JsonWriter writer, GriffinOptions options)
    {
        writer.WriteString("model_type", "griffin");
        writer.WriteNumber("vocab_size", options.Vocabulary);
        writer.WriteNumber("width", options.Width);
        writer.WriteNumber("mlp_expanded_width", options.MlpWidth);
        writer.WriteNumber("num_heads", options.Heads);
        writer.WriteNumber("conv1d_temporal_width", options.ConvolutionWidth);
    }

    private static void WriteHuggingFace(Utf8JsonWriter writer, GriffinOptions options)
    {
        writer.WriteString("model_type", "recurrent_gemma");
        writer.WriteNumber("vocab_size", options.Vocabulary);
        writer.WriteNumber("hidden_size", options.Width);
        writer.WriteNumber("intermediate_size", 2 * options.MlpWidth);
        writer.WriteNumber("num_hidden_layers", options.Blocks.Count);
        writer.WriteNumber("num_attention_heads", options.Heads);
        writer.WriteNumber("num_key_value_heads", 1);
        writer.WriteNumber("conv1d_width", options.ConvolutionWidth);
        writer.WriteNumber("partial_rotary_factor", 0.5);
        writer.WriteNumber("rope_theta", 10000);
        writer.WriteNumber("rms_norm_eps", 1e-6);
        writer.WriteBoolean("tie_word_embeddings", true);
    }

    private static void WriteNumberOrNull(Utf8JsonWriter writer, string name, int value)
    {
        if (value == 0)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.WriteNumber(name, value);
        }
    }
}
