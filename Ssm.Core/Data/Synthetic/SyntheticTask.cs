using Ssm.Kernels;

namespace Ssm.Core.Data;

/// <summary>How one sequence is drawn: its tokens, and its label or the labels of its steps.</summary>
internal delegate void SequenceDraw(RandomSource random, Span<int> tokens, Span<int> labels);

/// <summary>Draws the parts of a task of tokens, of sequences that are all of one length and all different.</summary>
/// <param name="name">What the task is.</param>
/// <param name="stream">The stream of the training data, an even number; that of the test data is the next one.</param>
/// <param name="length">L, the steps of a sequence.</param>
/// <param name="vocabulary">V, the tokens, which are the classes too.</param>
/// <param name="labelsOf">What the labels are of.</param>
internal sealed class SyntheticTask(string name, ulong stream, int length, int vocabulary, LabelsOf labelsOf)
{
    /// <summary>"SYNT" in the upper half: apart from the streams of everything else that draws from a seed.</summary>
    internal const ulong FirstStream = 0x53594E54_00000000;

    // Where so many draws give nothing new, hardly any sequence is left.
    private const int MaxDraws = 10_000;

    /// <summary>The same seed gives the same task; no sequence comes twice, in one part or in both.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <exception cref="ArgumentException">There are not so many sequences.</exception>
    internal DataSplit Generate(ulong seed, int train, int test, SequenceDraw draw, SequenceDraw? drawTest = null)
    {
        DataGuard.AtLeast(train, 0, name);
        DataGuard.AtLeast(test, 0, name);
        HashSet<ulong> seen = [];
        return new DataSplit(
            Part(new RandomSource(seed, stream), train, draw, seen),
            Part(new RandomSource(seed, stream + 1), test, drawTest ?? draw, seen));
    }

    private TokenDataset Part(RandomSource random, int count, SequenceDraw draw, HashSet<ulong> seen)
    {
        int labelled = labelsOf == LabelsOf.Step ? length : 1;
        if ((long)count * length > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                $"{name}: {count} sequences of {length} steps are {(long)count * length} tokens, expected at most "
                + $"{Array.MaxLength}; ask for fewer, or for shorter ones.");
        }

        ushort[] narrow = new ushort[count * length];
        int[] labels = new int[count * labelled], lengths = new int[count], tokens = new int[length];
        Array.Fill(lengths, length);
        for (int i = 0; i < count; i++)
        {
            int draws = 0;
            do
            {
                if (draws++ == MaxDraws)
                {
                    throw new ArgumentException(
                        $"{name}: {MaxDraws} draws gave nothing new after {seen.Count} sequences, expected one; ask "
                        + "for fewer, or for longer ones.", nameof(count));
                }

                draw(random, tokens, labels.AsSpan(i * labelled, labelled));
            }
            while (!seen.Add(Hash(tokens)));

            for (int t = 0; t < length; t++)
            {
                narrow[(i * length) + t] = (ushort)tokens[t];
            }
        }

        return new TokenDataset(name, length, vocabulary, vocabulary, narrow, lengths, labels, pad: 0, labelsOf);
    }

    // Fowler, Noll and Vo's hash, a token at a time. Where two sequences share a hash, one of them is drawn again:
    // among a million the chance of that is 3e-8.
    private static ulong Hash(ReadOnlySpan<int> tokens)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (int token in tokens)
        {
            hash = (hash ^ (uint)token) * 0x100000001B3;
        }

        return hash;
    }
}
