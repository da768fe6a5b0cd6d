namespace Ssm.Core.Models;

/// <summary>The choices that make a Mamba or Mamba-2 language model; the defaults are those of mamba-130m.</summary>
public sealed record MambaModelOptions
{
    /// <summary>Tokens, V, with those that fill the table up to a round number.</summary>
    public int Vocabulary { get; init; } = 50280;

    /// <summary>Channels, H.</summary>
    public int Channels { get; init; } = 768;

    /// <summary>Blocks.</summary>
    public int Layers { get; init; } = 24;

    /// <summary>The mixers of Mamba.</summary>
    public MambaOptions Mixer { get; init; } = new();

    /// <summary>The mixers of Mamba-2; where present, all mixers are of this kind.</summary>
    public Mamba2Options? Mixer2 { get; init; }

    /// <summary>ε of the norms of the blocks and of the last one.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Whether the logits are made with the embedding's table.</summary>
    public bool TiedEmbedding { get; init; } = true;

    /// <summary>Standard deviation of the embedding at the start.</summary>
    public double EmbeddingDeviation { get; init; } = 0.02;
}
