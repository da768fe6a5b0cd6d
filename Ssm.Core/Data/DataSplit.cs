using Ssm.Kernels;

namespace Ssm.Core.Data;

/// <summary>The parts of a task: what is learned from, what is judged by, and, where there is one, what
/// chooses.</summary>
public sealed record DataSplit
{
    // "VALI" in ASCII: a stream that nothing else of a program's seed draws from.
    private const ulong HoldOutStream = 0x56414C49;

    /// <summary>Puts the parts together.</summary>
    /// <param name="train">What is learned from.</param>
    /// <param name="test">What the result is judged by.</param>
    /// <param name="validation">What the best epoch is chosen by, or null where the task has none.</param>
    /// <exception cref="ArgumentException">The parts differ in kind, length, channels, vocabulary, classes or in what
    /// their labels are of.</exception>
    public DataSplit(SequenceDataset train, SequenceDataset test, SequenceDataset? validation = null)
    {
        RequireSameKind(train, test, nameof(test));
        if (validation is not null)
        {
            RequireSameKind(train, validation, nameof(validation));
        }

        (Train, Test, Validation) = (train, test, validation);
    }

    /// <summary>What is learned from.</summary>
    public SequenceDataset Train { get; }

    /// <summary>What the result is judged by.</summary>
    public SequenceDataset Test { get; }

    /// <summary>What the best epoch is chosen by, or null where the task has none.</summary>
    public SequenceDataset? Validation { get; }

    /// <summary>The split with some of the training sequences, drawn at random, set aside as validation data.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed sets the same ones aside.</param>
    /// <exception cref="ArgumentException">The count is negative or larger than the training data.</exception>
    public DataSplit HoldOut(int count, ulong seed)
    {
        DataGuard.Between(count, 0, Train.Count, nameof(HoldOut));
        int[] order = new int[Train.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        new RandomSource(seed, HoldOutStream).Shuffle(order.AsSpan());

        // In the order of the data, so that a subset of everything is the data itself.
        Array.Sort(order, 0, count);
        Array.Sort(order, count, order.Length - count);
        return new DataSplit(Train.Subset(order.AsSpan(count)), Test, Train.Subset(order.AsSpan(0, count)));
    }

    private static void RequireSameKind(SequenceDataset train, SequenceDataset other, string argument)
    {
        string expected = Describe(train), actual = Describe(other);
        if (actual != expected)
        {
            throw new ArgumentException(
                $"DataSplit: '{argument}' is {actual}, expected {expected} as the training data.", argument);
        }
    }

    private static string Describe(SequenceDataset data)
    {
        string kind = data switch
        {
            SignalDataset signals => $"signals of {signals.Channels} channels",
            TokenDataset tokens => $"tokens of a vocabulary of {tokens.Vocabulary}",
            _ => data.GetType().Name,
        };
        string labels = data.LabelsOf == LabelsOf.Step ? ", labels of steps" : "";
        return $"{kind}, length {data.Length}, {data.Classes} classes{labels}";
    }
}
