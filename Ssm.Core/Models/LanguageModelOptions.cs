namespace Ssm.Core.Models;

/// <summary>What differs between language models of the same structure; the defaults are Mamba's.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>What the vectors of the tokens are multiplied by: 1 in Mamba, √H in Griffin.</summary>
    public double EmbeddingScale { get; init; } = 1.0;

    /// <summary>c of c·tanh(logit/c), which keeps logits between −c and c; none where absent. 30 in Griffin.</summary>
    public double? LogitSoftCap { get; init; }
}
