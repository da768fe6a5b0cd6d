namespace Ssm.Core.Data;

/// <summary>Sequences with one label each, in memory, unchanging.</summary>
/// <remarks>
/// The two kinds are <see cref="SignalDataset"/>, numbers over time, and <see cref="TokenDataset"/>, indices into a
/// vocabulary. An instance does not change: threads may share it.
/// </remarks>
public abstract class SequenceDataset
{
    private readonly int[] _lengths;
    private readonly int[] _labels;

    private protected SequenceDataset(string name, int length, int classes, int[] lengths, int[] labels)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        DataGuard.AtLeast(length, 1, name);
        DataGuard.AtLeast(classes, 1, name);
        DataGuard.Length(lengths.Length, labels.Length, name);
        for (int i = 0; i < labels.Length; i++)
        {
            DataGuard.Within(labels[i], 0, classes - 1, name, "labels", i);
            DataGuard.Within(lengths[i], 0, length, name, "lengths", i);
        }

        (Name, Length, Classes, _lengths, _labels) = (name, length, classes, lengths, labels);
    }

    /// <summary>What the data is, for tables and messages.</summary>
    public string Name { get; }

    /// <summary>L, the length that every sequence fits in.</summary>
    public int Length { get; }

    /// <summary>The number of labels: each is in 0 … Classes − 1.</summary>
    public int Classes { get; }

    /// <summary>The number of sequences.</summary>
    public int Count => _labels.Length;

    /// <summary>The label of each sequence, (Count).</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The length of each sequence without its padding, (Count).</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>The length of the longest of some sequences, 0 where there are none.</summary>
    /// <param name="indices">Which sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public int LongestOf(ReadOnlySpan<int> indices)
    {
        CheckIndices(indices, nameof(LongestOf));
        int longest = 0;
        foreach (int index in indices)
        {
            longest = Math.Max(longest, _lengths[index]);
        }

        return longest;
    }

    /// <summary>Copies the labels of some sequences.</summary>
    /// <param name="indices">Which sequences, (B).</param>
    /// <param name="labels">Receives their labels, (B).</param>
    /// <exception cref="ArgumentException">The sizes differ, or there is no such sequence.</exception>
    public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels) =>
        Gather(_labels, indices, labels, nameof(CopyLabels));

    /// <summary>Copies the lengths of some sequences.</summary>
    /// <param name="indices">Which sequences, (B).</param>
    /// <param name="lengths">Receives their lengths without padding, (B).</param>
    /// <exception cref="ArgumentException">The sizes differ, or there is no such sequence.</exception>
    public void CopyLengths(ReadOnlySpan<int> indices, Span<int> lengths) =>
        Gather(_lengths, indices, lengths, nameof(CopyLengths));

    /// <summary>The dataset of some of the sequences, in the order given.</summary>
    /// <param name="indices">Which sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public abstract SequenceDataset Subset(ReadOnlySpan<int> indices);

    private protected int[] GatherLabels(ReadOnlySpan<int> indices) => Gathered(_labels, indices);

    private protected int[] GatherLengths(ReadOnlySpan<int> indices) => Gathered(_lengths, indices);

    private protected void CheckIndices(ReadOnlySpan<int> indices, string operation)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            DataGuard.Within(indices[i], 0, Count - 1, operation, nameof(indices), i);
        }
    }

    private int[] Gathered(int[] source, ReadOnlySpan<int> indices)
    {
        int[] target = new int[indices.Length];
        Gather(source, indices, target, nameof(Subset));
        return target;
    }

    private void Gather(int[] source, ReadOnlySpan<int> indices, Span<int> target, string operation)
    {
        CheckIndices(indices, operation);
        DataGuard.Length(target.Length, indices.Length, operation);
        for (int i = 0; i < indices.Length; i++)
        {
            target[i] = source[indices[i]];
        }
    }
}
