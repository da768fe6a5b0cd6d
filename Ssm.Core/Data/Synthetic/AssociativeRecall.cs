using Ssm.Kernels;

namespace Ssm.Core.Data;

/// <summary>Associative recall: pairs of keys and values, then one of the keys, whose value is to be said.</summary>
/// <remarks>
/// <code>
///   a 4 b 2 c 1 a 4 … ⇒ b        the label is 2
/// </code>
/// Each sequence has a map of its own, from every key to a uniform value. The keys of the pairs are uniform, so they
/// come again, always with the same value; the key at the end is uniform over those that came. Dao et al., "Hungry
/// Hungry Hippos", 2022, arXiv:2212.14052, section 3.1; repository HazyResearch/safari,
/// <c>src/dataloaders/synthetics.py</c>, which learns every next token where this asks for values alone: the other
/// tokens are random and cannot be learnt. The random numbers are our own.
/// </remarks>
public static class AssociativeRecall
{
    /// <summary>Draws a task; no sequence comes twice.</summary>
    /// <param name="options">How sequences are drawn.</param>
    /// <param name="seed">The same seed gives the same task.</param>
    /// <param name="train">The number of sequences for training.</param>
    /// <param name="test">The number of sequences for testing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">There are not so many sequences.</exception>
    public static DataSplit Generate(AssociativeRecallOptions options, ulong seed, int train, int test)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        SyntheticTask task = new(
            "recall",
            SyntheticTask.FirstStream + 4,
            options.Length,
            options.Vocabulary,
            options.AskOnTheWay ? LabelsOf.Step : LabelsOf.Sequence);
        int[] values = new int[options.Keys + 1], came = new int[Math.Min(options.Keys, options.Pairs)];
        return task.Generate(
            seed,
            train,
            test,
            (random, tokens, labels) => Draw(options, random, tokens, labels, values, came, onTheWay: true),
            (random, tokens, labels) => Draw(options, random, tokens, labels, values, came, onTheWay: false));
    }

    // values[key] is the key's value, came the keys that have come: scratch, of which nothing is kept.
    private static void Draw(
        AssociativeRecallOptions options,
        RandomSource random,
        Span<int> tokens,
        Span<int> labels,
        Span<int> values,
        Span<int> came,
        bool onTheWay)
    {
        foreach (ref int value in values)
        {
            value = options.Keys + 1 + random.NextInt32(options.Values);
        }

        labels.Fill(SequenceDataset.NoLabel);
        int count = 0;
        for (int t = 0; t < 2 * options.Pairs; t += 2)
        {
            int key = 1 + random.NextInt32(options.Keys);
            (tokens[t], tokens[t + 1]) = (key, values[key]);
            if (!came[..count].Contains(key))
            {
                came[count++] = key;
            }
            else if (onTheWay && options.AskOnTheWay)
            {
                labels[t] = values[key];
            }
        }

        int asked = came[random.NextInt32(count)];
        tokens[^2] = options.Vocabulary - 1;
        tokens[^1] = asked;
        labels[^1] = values[asked];
    }
}
