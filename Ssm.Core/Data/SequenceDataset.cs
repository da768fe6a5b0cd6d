namespace Ssm.Core.Data;

/// <summary>Sequences with a label each, or with a label for some of their steps, in memory, unchanging.</summary>
/// <remarks>
/// The two kinds are <see cref="SignalDataset"/>, numbers over time, and <see cref="TokenDataset"/>, indices into a
/// vocabulary. An instance does not change: threads may share it.
/// </remarks>
public abstract class SequenceDataset
{
    /// <summary>Stands where a step has no label.</summary>
    public const int NoLabel = -1;

    private readonly int[] _lengths;
    private readonly int[] _labels;
    private readonly int[] _starts;

    private protected SequenceDataset(
        string name,
        int length,
        int classes,
        int[] lengths,
        int[] labels,
        LabelsOf labelsOf = LabelsOf.Sequence)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        DataGuard.AtLeast(length, 1, name);
        DataGuard.AtLeast(classes, 1, name);
        _starts = new int[lengths.Length];
        long total = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            DataGuard.Within(lengths[i], 0, length, name, "lengths", i);
            _starts[i] = (int)Math.Min(total, int.MaxValue);
            total += lengths[i];
        }

        bool ofSteps = labelsOf == LabelsOf.Step;
        DataGuard.Length(labels.LongLength, ofSteps ? total : lengths.Length, name, "labels.Length");
        for (int i = 0; i < labels.Length; i++)
        {
            DataGuard.Within(labels[i], ofSteps ? NoLabel : 0, classes - 1, name, nameof(labels), i);
        }

        (Name, Length, Classes, LabelsOf, _lengths, _labels) = (name, length, classes, labelsOf, lengths, labels);
        for (int i = 0; ofSteps && i < lengths.Length; i++)
        {
            if (CountLabels([i]) == 0)
            {
                throw new ArgumentException(
                    $"{name}: sequence {i} has a label at none of its steps, expected one or more.", nameof(labels));
            }
        }
    }

    /// <summary>What the data is, for tables and messages.</summary>
    public string Name { get; }

    /// <summary>L, the length that every sequence fits in.</summary>
    public int Length { get; }

    /// <summary>The number of labels: each is in 0 … Classes − 1.</summary>
    public int Classes { get; }

    /// <summary>The number of sequences.</summary>
    public int Count => _lengths.Length;

    /// <summary>Whether a label is of a sequence or of a step.</summary>
    public LabelsOf LabelsOf { get; }

    /// <summary>
    /// The label of each sequence, (Count); or of each step, <see cref="NoLabel"/> where it has none, one sequence
    /// after the other, (sum of lengths).
    /// </summary>
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

    /// <summary>The number of labels of some sequences: one each, or one for each step that has one.</summary>
    /// <param name="indices">Which sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public int CountLabels(ReadOnlySpan<int> indices)
    {
        CheckIndices(indices, nameof(CountLabels));
        int count = indices.Length;
        if (LabelsOf == LabelsOf.Step)
        {
            count = 0;
            foreach (int index in indices)
            {
                count += _lengths[index] - StepLabels(index).Count(NoLabel);
            }
        }

        return count;
    }

    /// <summary>Copies the labels of some sequences.</summary>
    /// <param name="indices">Which sequences, (B).</param>
    /// <param name="labels">Receives their labels, (B).</param>
    /// <exception cref="ArgumentException">The sizes differ, or there is no such sequence.</exception>
    /// <exception cref="InvalidOperationException">The labels are of steps.</exception>
    public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels)
    {
        RequireLabelsOf(LabelsOf.Sequence, nameof(CopyLabels), nameof(CopyStepLabels));
        Gather(_labels, indices, labels, nameof(CopyLabels));
    }

    /// <summary>Copies the labels of the steps of some sequences.</summary>
    /// <param name="indices">Which sequences, (B).</param>
    /// <param name="length">L of the batch, at least <see cref="LongestOf"/> the indices.</param>
    /// <param name="labels">Receives them, (B, L), <see cref="NoLabel"/> where a step has none or is padding.</param>
    /// <exception cref="ArgumentException">The sizes differ, a sequence is longer, or there is no such
    /// sequence.</exception>
    /// <exception cref="InvalidOperationException">The labels are of sequences.</exception>
    public void CopyStepLabels(ReadOnlySpan<int> indices, int length, Span<int> labels)
    {
        RequireLabelsOf(LabelsOf.Step, nameof(CopyStepLabels), nameof(CopyLabels));
        DataGuard.AtLeast(length, LongestOf(indices), nameof(CopyStepLabels));
        DataGuard.Length(labels.Length, (long)indices.Length * length, nameof(CopyStepLabels));
        labels.Fill(NoLabel);
        for (int i = 0; i < indices.Length; i++)
        {
            StepLabels(indices[i]).CopyTo(labels[(i * length)..]);
        }
    }

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

    private protected int StartOf(int index) => _starts[index];

    private protected int[] GatherLabels(ReadOnlySpan<int> indices)
    {
        if (LabelsOf == LabelsOf.Sequence)
        {
            return Gathered(_labels, indices);
        }

        CheckIndices(indices, nameof(Subset));
        List<int> labels = [];
        foreach (int index in indices)
        {
            labels.AddRange(StepLabels(index));
        }

        return [.. labels];
    }

    private protected int[] GatherLengths(ReadOnlySpan<int> indices) => Gathered(_lengths, indices);

    private protected void CheckIndices(ReadOnlySpan<int> indices, string operation)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            DataGuard.Within(indices[i], 0, Count - 1, operation, nameof(indices), i);
        }
    }

    private ReadOnlySpan<int> StepLabels(int index) => _labels.AsSpan(_starts[index], _lengths[index]);

    private void RequireLabelsOf(LabelsOf expected, string operation, string instead)
    {
        if (LabelsOf != expected)
        {
            throw new InvalidOperationException(
                $"{operation}: the labels of '{Name}' are of each {LabelsOf}, expected {expected}; call {instead}.");
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
