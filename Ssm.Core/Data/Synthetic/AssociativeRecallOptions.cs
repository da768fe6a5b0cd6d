namespace Ssm.Core.Data;

/// <summary>How lists of pairs are drawn; the defaults are those of H3's paper.</summary>
/// <remarks>
/// Dao et al., "Hungry Hungry Hippos", 2022, arXiv:2212.14052; repository HazyResearch/safari,
/// <c>configs/experiment/synthetics/associative_recall</c>.
/// </remarks>
public sealed record AssociativeRecallOptions
{
    /// <summary>Pairs of a key and its value in a sequence.</summary>
    public int Pairs { get; init; } = 20;

    /// <summary>Different keys: tokens 1 … Keys.</summary>
    public int Keys { get; init; } = 9;

    /// <summary>Different values: the tokens after the keys.</summary>
    public int Values { get; init; } = 9;

    /// <summary>
    /// Whether, in the training data, the value is asked for whenever a key comes that came before, and not at the end
    /// alone. The test data always asks at the end.
    /// </summary>
    public bool AskOnTheWay { get; init; }

    /// <summary>L, all steps: the pairs, the prefix, the key that is asked for.</summary>
    public int Length => (2 * Pairs) + 2;

    /// <summary>V: token 0, which says "no value" in the papers and never comes; keys; values; the prefix.</summary>
    public int Vocabulary => Keys + Values + 2;

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void Check()
    {
        const string Operation = nameof(AssociativeRecallOptions);
        DataGuard.Between(Pairs, 1, (int.MaxValue - 2) / 2, Operation);
        DataGuard.Between(Keys, 1, TokenDataset.MaxVocabulary / 2, Operation);
        DataGuard.Between(Values, 2, (TokenDataset.MaxVocabulary / 2) - 2, Operation);
    }
}
