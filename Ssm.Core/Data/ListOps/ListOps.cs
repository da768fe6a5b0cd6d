namespace Ssm.Core.Data;

/// <summary>The ListOps task of the Long Range Arena: long nested lists, ten answers.</summary>
/// <remarks>
/// Tay et al., "Long Range Arena: A Benchmark for Efficient Transformers", 2020, arXiv:2011.04006, the task Long
/// ListOps. Drawn by <see cref="Generate"/>, or read from the published files by <see cref="Read"/>.
/// </remarks>
/// <param name="Train">What is learned from.</param>
/// <param name="Validation">What the best epoch is chosen by.</param>
/// <param name="Test">What the result is judged by.</param>
public sealed record ListOps(
    IReadOnlyList<ListOpsExpression> Train,
    IReadOnlyList<ListOpsExpression> Validation,
    IReadOnlyList<ListOpsExpression> Test)
{
    private const string TrainFile = "basic_train.tsv";
    private const string ValidationFile = "basic_val.tsv";
    private const string TestFile = "basic_test.tsv";

    /// <summary>Draws a task; no expression comes twice.</summary>
    /// <param name="options">How expressions are drawn.</param>
    /// <param name="seed">The same seed gives the same task.</param>
    /// <param name="train">The number for training; 96,000 in the Long Range Arena.</param>
    /// <param name="validation">The number for validation; 2,000 in the Long Range Arena.</param>
    /// <param name="test">The number for testing; 2,000 in the Long Range Arena.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or an option makes no sense.</exception>
    /// <exception cref="InvalidOperationException">There are not so many expressions within the limits.</exception>
    public static ListOps Generate(ListOpsOptions options, ulong seed, int train, int validation, int test)
    {
        ListOpsGenerator generator = new(options, seed);
        return new ListOps(generator.Next(train), generator.Next(validation), generator.Next(test));
    }

    /// <summary>Reads <c>basic_train.tsv</c>, <c>basic_val.tsv</c> and <c>basic_test.tsv</c> from a folder.</summary>
    /// <param name="folder">The folder, <c>listops-1000</c> in the published archive.</param>
    /// <exception cref="InvalidDataException">A line is no expression with its value.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static ListOps Read(string folder) => new(
        ListOpsTable.Read(Path.Combine(folder, TrainFile)),
        ListOpsTable.Read(Path.Combine(folder, ValidationFile)),
        ListOpsTable.Read(Path.Combine(folder, TestFile)));

    /// <summary>Writes the three files into a folder, which is made if it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        ListOpsTable.Write(Path.Combine(folder, TrainFile), Train);
        ListOpsTable.Write(Path.Combine(folder, ValidationFile), Validation);
        ListOpsTable.Write(Path.Combine(folder, TestFile), Test);
    }

    /// <summary>Turns the expressions into tokens of the training data's <see cref="ListOpsVocabulary"/>.</summary>
    /// <param name="length">
    /// L, the most tokens with the end of the sequence; longer expressions are cut. 2048 in repository state-spaces/s4.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    public DataSplit ToDataSplit(int length)
    {
        DataGuard.AtLeast(length, 1, nameof(ListOps));
        ListOpsVocabulary vocabulary = new(Train);
        return new DataSplit(
            Encode(Train, vocabulary, length),
            Encode(Test, vocabulary, length),
            Encode(Validation, vocabulary, length));
    }

    private static TokenDataset Encode(
        IReadOnlyList<ListOpsExpression> expressions, ListOpsVocabulary vocabulary, int length)
    {
        int[] lengths = new int[expressions.Count], labels = new int[expressions.Count];
        for (int i = 0; i < expressions.Count; i++)
        {
            lengths[i] = ListOpsVocabulary.EncodedLength(expressions[i], length);
            labels[i] = expressions[i].Value;
        }

        // The whole task has some hundred million tokens: only one expression at a time takes four bytes for each.
        ushort[] tokens = new ushort[lengths.Sum()];
        int[] encoded = new int[length];
        int end = 0;
        for (int i = 0; i < expressions.Count; i++)
        {
            vocabulary.Encode(expressions[i], encoded.AsSpan(0, lengths[i]));
            for (int t = 0; t < lengths[i]; t++)
            {
                tokens[end++] = (ushort)encoded[t];
            }
        }

        return new TokenDataset(
            "listops", length, vocabulary.Words.Length, classes: 10, tokens, lengths, labels, ListOpsVocabulary.Pad);
    }
}
