namespace Ssm.Core.Models;

/// <summary>The sizes and choices of a Griffin language model; the defaults are those of RecurrentGemma.</summary>
public sealed record GriffinOptions
{
    /// <summary>RecurrentGemma-2B: 2,682,862,080 parameters.</summary>
    public static GriffinOptions RecurrentGemma2B { get; } = new()
    {
        Vocabulary = 256000,
        Width = 2560,
        MlpWidth = 7680,
        Heads = 10,
        Blocks = Griffin(26),
    };

    /// <summary>RecurrentGemma-9B.</summary>
    public static GriffinOptions RecurrentGemma9B { get; } = new()
    {
        Vocabulary = 256000,
        Width = 4096,
        MlpWidth = 12288,
        Heads = 16,
        Blocks = Griffin(38),
    };

    /// <summary>Tokens in the vocabulary, V.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Channels of the residual stream, H.</summary>
    public required int Width { get; init; }

    /// <summary>Channels of each branch of the gated MLP, F; three times the width in all published models.</summary>
    public required int MlpWidth { get; init; }

    /// <summary>Heads of the attention, and blocks of the RG-LRU's gates.</summary>
    public required int Heads { get; init; }

    /// <summary>The kinds of the blocks, the first one first.</summary>
    public required IReadOnlyList<GriffinBlockKind> Blocks { get; init; }

    /// <summary>Channels of the recurrence, E; 0 for as many as the width.</summary>
    public int LruWidth { get; init; }

    /// <summary>How many steps back the attention sees, beside a step itself.</summary>
    public int Window { get; init; } = 2048;

    /// <summary>Taps of the short convolution.</summary>
    public int ConvolutionWidth { get; init; } = 4;

    /// <summary>Whether embeddings are multiplied by √H, rounded to bfloat16.</summary>
    public bool ScaleEmbedding { get; init; } = true;

    /// <summary>Logits are cap·tanh(logit/cap); 0 for no cap.</summary>
    public double LogitSoftCap { get; init; } = 30;

    /// <summary>Channels of the recurrence, whether given or not.</summary>
    public int RecurrenceWidth => LruWidth == 0 ? Width : LruWidth;

    /// <summary>The order of Griffin: two recurrent blocks and one of attention, over and over.</summary>
    /// <param name="layers">Blocks in all.</param>
    public static IReadOnlyList<GriffinBlockKind> Griffin(int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        return [.. Enumerable.Range(0, layers)
            .Select(i => i % 3 == 2 ? GriffinBlockKind.Attention : GriffinBlockKind.Recurrent)];
    }

    /// <summary>The order of Hawk: recurrent blocks alone.</summary>
    /// <param name="layers">Blocks in all.</param>
    public static IReadOnlyList<GriffinBlockKind> Hawk(int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        return [.. Enumerable.Repeat(GriffinBlockKind.Recurrent, layers)];
    }
}
