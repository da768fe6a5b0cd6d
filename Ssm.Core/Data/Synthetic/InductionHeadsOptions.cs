namespace Ssm.Core.Data;

/// <summary>How sequences with a special token are drawn; the defaults are those of Mamba's paper.</summary>
/// <remarks>Gu and Dao, "Mamba", 2023, arXiv:2312.00752, appendix E.1.</remarks>
public sealed record InductionHeadsOptions
{
    /// <summary>L, all steps, the special token at the end included.</summary>
    public int Length { get; init; } = 256;

    /// <summary>V: the special token is V − 1, the tokens before it are ordinary.</summary>
    public int Vocabulary { get; init; } = 16;

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void Check()
    {
        const string Operation = nameof(InductionHeadsOptions);
        DataGuard.AtLeast(Length, 4, Operation);
        DataGuard.Between(Vocabulary, 3, TokenDataset.MaxVocabulary, Operation);
    }
}
