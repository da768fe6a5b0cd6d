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
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            ConfigReader config = new(path, document.RootElement);
            return config.Has("hidden_size") ? OfHuggingFace(config) : OfRecurrentGemma(config);
        }
        catch (JsonException exception)
        {
            throw new CheckpointException(path, $"is not JSON: {exception.Message}", exception);
        }
    }

    /// <summary>The sizes as JSON.</summary>
    internal static byte[] Write(GriffinOptions options, GriffinNames names)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            if (names == GriffinNames.HuggingFace)
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

    private static GriffinOptions OfRecurrentGemma(ConfigReader config) => new()
    {
        Vocabulary = config.Int("vocab_size"),
        Width = config.Int("width"),
        MlpWidth = config.Int("mlp_expanded_width"),
        Heads = config.Int("num_heads"),
        Blocks = Kinds(config, config.Strings("block_types")),
        LruWidth = config.Int("lru_width", absent: 0),
        Window = config.Int("attention_window_size", absent: 2048),
        ConvolutionWidth = config.Int("conv1d_temporal_width", absent: 4),
        ScaleEmbedding = config.Bool("embeddings_scale_by_sqrt_dim", absent: true),
        LogitSoftCap = config.Number("logits_soft_cap", absent: 0),
    };

    private static GriffinOptions OfHuggingFace(ConfigReader config)
    {
        config.Require("num_key_value_heads", 1);
        config.Require("partial_rotary_factor", 0.5);
        config.Require("rope_theta", 10000);
        config.Require("rms_norm_eps", 1e-6);
        int both = config.Int("intermediate_size");
        if (both % 2 != 0)
        {
            throw config.Problem("intermediate_size", $"is {both}, expected two branches of equal width");
        }

        string kinds = config.Has("block_types") ? "block_types" : "_block_types";
        GriffinBlockKind[] pattern = Kinds(config, config.Strings(kinds));
        int layers = config.Int("num_hidden_layers");
        return new GriffinOptions
        {
            Vocabulary = config.Int("vocab_size"),
            Width = config.Int("hidden_size"),
            MlpWidth = both / 2,
            Heads = config.Int("num_attention_heads"),
            Blocks = [.. Enumerable.Range(0, layers).Select(i => pattern[i % pattern.Length])],
            LruWidth = config.Int("lru_width", absent: 0),
            Window = config.Int("attention_window_size", absent: 2048),
            ConvolutionWidth = config.Int("conv1d_width", absent: 4),
            ScaleEmbedding = config.Bool("embeddings_scale_by_sqrt_dim", absent: true),
            LogitSoftCap = config.Number("logits_soft_cap", absent: 30),
        };
    }

    private static GriffinBlockKind[] Kinds(ConfigReader config, string[] names) => names.Length == 0
        ? throw config.Problem("block_types", "is empty, expected 'recurrent' and 'attention'")
        : Array.ConvertAll(names, name => name switch
        {
            "recurrent" => GriffinBlockKind.Recurrent,
            "attention" => GriffinBlockKind.Attention,
            _ => throw config.Problem(
                "block_types",
                $"has '{CheckpointException.Shorten(name)}', expected 'recurrent' or 'attention'"),
        });

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
