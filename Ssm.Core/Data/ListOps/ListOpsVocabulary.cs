using System.Collections.Immutable;

namespace Ssm.Core.Data;

/// <summary>The numbers that stand for the symbols of expressions.</summary>
/// <remarks>
/// First the padding, the unknown word and the end of the sequence, then the words by how often they come in the
/// training data, and in alphabetical order where that is the same: the order of repository state-spaces/s4, made
/// definite.
/// </remarks>
public sealed class ListOpsVocabulary
{
    /// <summary>Fills a batch up.</summary>
    public const int Pad = 0;

    /// <summary>Stands for a word that the training data does not have.</summary>
    public const int Unknown = 1;

    /// <summary>Ends each sequence.</summary>
    public const int EndOfSequence = 2;

    private const int Specials = 3;

    private readonly int[] _tokens = new int[ListOpsSymbols.Count];

    /// <summary>Counts the words of the training data.</summary>
    /// <param name="training">The training data.</param>
    public ListOpsVocabulary(IEnumerable<ListOpsExpression> training)
    {
        long[] counts = new long[ListOpsSymbols.Count];
        foreach (ListOpsExpression expression in training)
        {
            foreach (byte symbol in expression.Symbols)
            {
                counts[symbol]++;
            }
        }

        List<byte> order = [];
        for (byte symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] > 0)
            {
                order.Add(symbol);
            }
        }

        order.Sort((a, b) => counts[a] != counts[b]
            ? counts[b].CompareTo(counts[a])
            : string.CompareOrdinal(ListOpsSymbols.Word(a), ListOpsSymbols.Word(b)));

        Array.Fill(_tokens, Unknown);
        for (int i = 0; i < order.Count; i++)
        {
            _tokens[order[i]] = Specials + i;
        }

        Words = ["<pad>", "<unk>", "<eos>", .. order.Select(ListOpsSymbols.Word)];
    }

    /// <summary>The word of each token: 18 of them where the training data has all symbols.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>The number of tokens that an expression takes, with the end of the sequence.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="length">The most tokens.</param>
    public static int EncodedLength(ListOpsExpression expression, int length) =>
        Math.Min(expression.Length + 1, length);

    /// <summary>Writes an expression's tokens: cut to one fewer than there is room for, then the end of the
    /// sequence.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="tokens">Receives <see cref="EncodedLength"/> tokens.</param>
    /// <exception cref="ArgumentException">The span is empty, or longer than the expression needs.</exception>
    public void Encode(ListOpsExpression expression, Span<int> tokens)
    {
        DataGuard.Between(tokens.Length, 1, expression.Length + 1, nameof(Encode));
        for (int i = 0; i < tokens.Length - 1; i++)
        {
            tokens[i] = _tokens[expression.Symbols[i]];
        }

        tokens[^1] = EndOfSequence;
    }
}
