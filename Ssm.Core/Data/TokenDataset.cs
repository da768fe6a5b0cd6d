namespace Ssm.Core.Data;

/// <summary>Token sequences with their labels: indices into a vocabulary, padded only when they are copied.</summary>
public sealed class TokenDataset : SequenceDataset
{
    /// <summary>The largest vocabulary: a token is kept in two bytes.</summary>
    public const int MaxVocabulary = 1 << 16;

    private readonly ushort[] _tokens;

    /// <summary>Takes sequences of different lengths.</summary>
    /// <param name="name">What the data is.</param>
    /// <param name="length">L, the length that every sequence fits in.</param>
    /// <param name="vocabulary">V: each token is in 0 … V − 1.</param>
    /// <param name="classes">The number of labels.</param>
    /// <param name="tokens">The sequences one after the other, without padding, (sum of lengths).</param>
    /// <param name="lengths">The length of each, (Count). Not copied: do not change them afterwards.</param>
    /// <param name="labels">
    /// The label of each, (Count); or of each step, in the layout of the tokens, <see cref="SequenceDataset.NoLabel"/>
    /// where there is none, one or more in a sequence. Not copied: do not change them afterwards.
    /// </param>
    /// <param name="pad">The token that fills a batch up, 0 as in the Long Range Arena unless told.</param>
    /// <param name="labelsOf">Whether the labels are of sequences or of steps.</param>
    /// <exception cref="ArgumentException">A size, a token, a length or a label does not fit.</exception>
    public TokenDataset(
        string name,
        int length,
        int vocabulary,
        int classes,
        ReadOnlySpan<int> tokens,
        int[] lengths,
        int[] labels,
        int pad = 0,
        LabelsOf labelsOf = LabelsOf.Sequence)
        : this(name, length, vocabulary, classes, Narrow(tokens, vocabulary, name), lengths, labels, pad, labelsOf)
    {
    }

    internal TokenDataset(
        string name,
        int length,
        int vocabulary,
        int classes,
        ushort[] tokens,
        int[] lengths,
        int[] labels,
        int pad,
        LabelsOf labelsOf = LabelsOf.Sequence)
        : base(name, length, classes, lengths, labels, labelsOf)
    {
        DataGuard.Between(pad, 0, vocabulary - 1, name);
        DataGuard.Length(tokens.LongLength, lengths.Sum(n => (long)n), name, "tokens.Length");
        (Vocabulary, Pad, _tokens) = (vocabulary, pad, tokens);
    }

    /// <summary>V: each token is in 0 … V − 1.</summary>
    public int Vocabulary { get; }

    /// <summary>The token that fills a batch up.</summary>
    public int Pad { get; }

    /// <summary>Copies some sequences, each padded at its end.</summary>
    /// <param name="indices">Which sequences, (B).</param>
    /// <param name="length">
    /// L of the batch: <see cref="SequenceDataset.Length"/>, or <see cref="SequenceDataset.LongestOf"/> the indices to
    /// save work.
    /// </param>
    /// <param name="tokens">Receives them, (B, L).</param>
    /// <exception cref="ArgumentException">The sizes differ, a sequence is longer, or there is no such
    /// sequence.</exception>
    public void CopyTokens(ReadOnlySpan<int> indices, int length, Span<int> tokens)
    {
        DataGuard.AtLeast(length, LongestOf(indices), nameof(CopyTokens));
        DataGuard.Length(tokens.Length, (long)indices.Length * length, nameof(CopyTokens));
        for (int i = 0; i < indices.Length; i++)
        {
            Span<int> target = tokens.Slice(i * length, length);
            ReadOnlySpan<ushort> source = Row(indices[i]);
            for (int t = 0; t < source.Length; t++)
            {
                target[t] = source[t];
            }

            target[source.Length..].Fill(Pad);
        }
    }

    /// <inheritdoc/>
    public override TokenDataset Subset(ReadOnlySpan<int> indices)
    {
        int[] lengths = GatherLengths(indices);
        ushort[] tokens = new ushort[lengths.Sum()];
        int end = 0;
        foreach (int index in indices)
        {
            Row(index).CopyTo(tokens.AsSpan(end));
            end += Lengths[index];
        }

        return new TokenDataset(
            Name, Length, Vocabulary, Classes, tokens, lengths, GatherLabels(indices), Pad, LabelsOf);
    }

    private static ushort[] Narrow(ReadOnlySpan<int> tokens, int vocabulary, string name)
    {
        DataGuard.Between(vocabulary, 1, MaxVocabulary, name);
        ushort[] narrow = new ushort[tokens.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            DataGuard.Within(tokens[i], 0, vocabulary - 1, name, nameof(tokens), i);
            narrow[i] = (ushort)tokens[i];
        }

        return narrow;
    }

    private ReadOnlySpan<ushort> Row(int index) => _tokens.AsSpan(StartOf(index), Lengths[index]);
}
