using Ssm.Kernels;

namespace Ssm.Core.Data;

/// <summary>
/// Induction heads: what followed the special token when it came first is to be said when it returns.
/// </summary>
/// <remarks>
/// <code>
///   c a ⊢ b c a a … ⊢        the label is b
/// </code>
/// Ordinary tokens are uniform. The special token stands at a uniform place in 0 … L − 4 and at the end, and nowhere
/// else. Dao et al., "Hungry Hungry Hippos", 2022, arXiv:2212.14052, section 3.1, with the places of repository
/// HazyResearch/safari, <c>src/dataloaders/synthetics.py</c>; Gu and Dao, "Mamba", 2023, arXiv:2312.00752, section
/// 4.1.2, trains at length 256 and tests up to 2²⁰. The random numbers are our own.
/// </remarks>
public static class InductionHeads
{
    /// <summary>Draws a task; no sequence comes twice.</summary>
    /// <param name="options">How sequences are drawn.</param>
    /// <param name="seed">The same seed gives the same task.</param>
    /// <param name="train">The number of sequences for training.</param>
    /// <param name="test">The number of sequences for testing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">There are not so many sequences.</exception>
    public static DataSplit Generate(InductionHeadsOptions options, ulong seed, int train, int test)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        SyntheticTask task = new(
            "induction", SyntheticTask.FirstStream + 2, options.Length, options.Vocabulary, LabelsOf.Sequence);
        return task.Generate(seed, train, test, (random, tokens, labels) => Draw(options, random, tokens, labels));
    }

    private static void Draw(InductionHeadsOptions options, RandomSource random, Span<int> tokens, Span<int> labels)
    {
        int special = options.Vocabulary - 1;
        foreach (ref int token in tokens)
        {
            token = random.NextInt32(special);
        }

        int place = random.NextInt32(options.Length - 3);
        labels[0] = tokens[place + 1];
        tokens[place] = special;
        tokens[^1] = special;
    }
}
