namespace Ssm.Core.Data;

/// <summary>How sequences to copy from are drawn; the defaults are those of Mamba's paper.</summary>
/// <remarks>Gu and Dao, "Mamba", 2023, arXiv:2312.00752, appendix E.1.</remarks>
public sealed record SelectiveCopyingOptions
{
    /// <summary>Steps before the answers: those with data and those with noise.</summary>
    public int Context { get; init; } = 4096;

    /// <summary>How many tokens there are to copy.</summary>
    public int DataTokens { get; init; } = 16;

    /// <summary>V: noise is token 0, the marker token V − 1, and the tokens between are data.</summary>
    public int Vocabulary { get; init; } = 16;

    /// <summary>
    /// Whether the data comes first and the noise after it, always in the same places: plain copying, which takes
    /// memory but no selection.
    /// </summary>
    public bool DataFirst { get; init; }

    /// <summary>L, all steps: <see cref="Context"/>, then one marker for each token to copy.</summary>
    public int Length => Context + DataTokens;

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void Check()
    {
        const string Operation = nameof(SelectiveCopyingOptions);
        DataGuard.AtLeast(DataTokens, 1, Operation);
        DataGuard.Between(Context, DataTokens, int.MaxValue - DataTokens, Operation);
        DataGuard.Between(Vocabulary, 3, TokenDataset.MaxVocabulary, Operation);
    }
}
