using Ssm.Kernels;

namespace Ssm.Core.Data;

/// <summary>
/// Selective copying: data tokens lie scattered in noise, and are to be repeated, in order, at the end.
/// </summary>
/// <remarks>
/// <code>
///   · c · · a · · · b | ? ? ?        · noise, ? marker
///                       c a b        the labels of the markers; no other step has one
/// </code>
/// The data is uniform over its tokens and its places are a uniform choice, so what tells a step to be remembered is
/// what stands there, not when it comes: a time-invariant recurrence cannot tell. Gu and Dao, "Mamba: Linear-Time
/// Sequence Modeling with Selective State Spaces", 2023, arXiv:2312.00752, section 4.1.1; the layout is that of the
/// variable copying of repository state-spaces/s4, <c>src/dataloaders/datasets/copying.py</c>, from which the task
/// comes. The random numbers are our own.
/// </remarks>
public static class SelectiveCopying
{
    /// <summary>The token of noise.</summary>
    public const int Noise = 0;

    /// <summary>Draws a task; no sequence comes twice.</summary>
    /// <param name="options">How sequences are drawn.</param>
    /// <param name="seed">The same seed gives the same task.</param>
    /// <param name="train">The number of sequences for training.</param>
    /// <param name="test">The number of sequences for testing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">There are not so many sequences.</exception>
    public static DataSplit Generate(SelectiveCopyingOptions options, ulong seed, int train, int test)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        SyntheticTask task = new(
            "selective-copy", SyntheticTask.FirstStream, options.Length, options.Vocabulary, LabelsOf.Step);
        return task.Generate(seed, train, test, (random, tokens, labels) => Draw(options, random, tokens, labels));
    }

    private static void Draw(SelectiveCopyingOptions options, RandomSource random, Span<int> tokens, Span<int> labels)
    {
        int marker = options.Vocabulary - 1, missing = options.DataTokens;
        labels.Fill(SequenceDataset.NoLabel);
        for (int t = 0; t < options.Context; t++)
        {
            // A step is chosen with probability missing / steps left: every set of places is as likely as any other.
            bool chosen = missing > 0 && (options.DataFirst || random.NextInt32(options.Context - t) < missing);
            tokens[t] = chosen ? 1 + random.NextInt32(options.Vocabulary - 2) : Noise;
            if (chosen)
            {
                labels[options.Length - missing] = tokens[t];
                missing--;
            }
        }

        tokens[options.Context..].Fill(marker);
    }
}
