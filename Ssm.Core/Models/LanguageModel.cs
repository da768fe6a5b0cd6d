using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Scaffolding;
using Ssm.Core.Streaming;

namespace Ssm.Core.Models;

/// <summary>
/// A model of sequences of tokens: embedding, blocks, norm, and logits by the same table or a map of their own.
/// </summary>
/// <remarks>
/// logits[t] = E norm(blocks(s·E[token])[t]), where E is the table of the embedding: its gradient is the sum of both
/// uses. Press and Wolf, "Using the Output Embedding to Improve Language Models", 2017, arXiv:1608.05859; state-spaces/
/// mamba <c>mamba_ssm/models/mixer_seq_simple.py</c>. Shapes: B sequences, L steps, H channels, V tokens.
/// </remarks>
public sealed class LanguageModel<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A model of the given parts.</summary>
    /// <param name="embedding">The table of tokens, (V, H).</param>
    /// <param name="blocks">The blocks, each from H channels to H.</param>
    /// <param name="norm">The norm after the blocks, which treats each step alike.</param>
    /// <param name="options">The choices.</param>
    /// <param name="head">The map to logits, (V, H); that of the embedding where absent.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public LanguageModel(
        Embedding<T> embedding, IReadOnlyList<SequenceLayer<T>> blocks, PositionwiseLayer<T> norm,
        LanguageModelOptions options, Linear<T>? head = null)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        ArgumentNullException.ThrowIfNull(norm);
        ArgumentNullException.ThrowIfNull(options);
        if (head is not null && (head.Inputs != embedding.Channels || head.Outputs != embedding.Vocabulary))
        {
            throw new ArgumentException(
                $"LanguageModel: 'head' is ({head.Outputs}, {head.Inputs}), expected ({embedding.Vocabulary}, " +
                $"{embedding.Channels}) as the embedding.", nameof(head));
        }

        if (options.LogitSoftCap is { } cap && !(cap > 0.0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), cap, "LanguageModel: the soft cap must be positive; leave it out for none.");
        }

        Options = options;
        Embedding = AddPart("embedding", embedding);
        Blocks = AddPart("blocks", new LayerSequence<T>(blocks));
        FinalNorm = AddPart("norm", norm);
        Head = head is null ? null : AddPart("head", head);
    }

    /// <summary>The choices.</summary>
    public LanguageModelOptions Options { get; }

    /// <summary>The table of tokens.</summary>
    public Embedding<T> Embedding { get; }

    /// <summary>The blocks.</summary>
    public LayerSequence<T> Blocks { get; }

    /// <summary>The norm after the blocks.</summary>
    public PositionwiseLayer<T> FinalNorm { get; }

    /// <summary>The map to logits; null where it is the embedding's table.</summary>
    public Linear<T>? Head { get; }

    /// <summary>Tokens, V.</summary>
    public int Vocabulary => Embedding.Vocabulary;

    /// <summary>Channels, H.</summary>
    public int Channels => Embedding.Channels;

    /// <summary>Numbers in the state of one sequence: that of the blocks.</summary>
    public int StateSize => Blocks.StateSize;

    /// <summary>The state before the first token: zeros, (B, <see cref="StateSize"/>).</summary>
    public Variable<T> ZeroState(int batch) => Blocks.ZeroState(batch, Embedding.Table.Backend);

    /// <summary>The logits of the next token at each step.</summary>
    /// <param name="tokens">(B, L).</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>(B, L, V).</returns>
    public Variable<T> Forward(Indices tokens, TrainingPass? pass = null) =>
        Logits(Blocks.Forward(Embed(tokens), pass));

    /// <summary>A chunk of tokens that goes on from a state.</summary>
    /// <param name="tokens">(B, L).</param>
    /// <param name="state">(B, <see cref="StateSize"/>).</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>The logits, (B, L, V), and the state after the chunk's last token.</returns>
    public (Variable<T> Logits, Variable<T> State) Forward(
        Indices tokens, Variable<T> state, TrainingPass? pass = null)
    {
        (Variable<T> x, Variable<T> next) = Blocks.Forward(Embed(tokens), state, pass);
        return (Logits(x), next);
    }

    /// <summary>Logits of packed or padded rows, each sequence as if it were alone.</summary>
    /// <param name="tokens">(B, L); those of padding may be any of the vocabulary.</param>
    /// <param name="segments">Which tokens belong together, and which are padding.</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>(B, L, V); those of padding mean nothing.</returns>
    public Variable<T> Forward(Indices tokens, Segments segments, TrainingPass? pass = null) =>
        Logits(Blocks.Forward(Embed(tokens), segments, pass));

    /// <summary>A chunk of packed or padded rows that goes on from a state.</summary>
    /// <param name="tokens">(B, L); those of padding may be any of the vocabulary.</param>
    /// <param name="state">(B, <see cref="StateSize"/>).</param>
    /// <param name="segments">Which tokens belong together, and which are padding.</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>The logits, (B, L, V), and the state after each row's last token that is not padding.</returns>
    public (Variable<T> Logits, Variable<T> State) Forward(
        Indices tokens, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        (Variable<T> x, Variable<T> next) = Blocks.Forward(Embed(tokens), state, segments, pass);
        return (Logits(x), next);
    }

    /// <summary>The mean cross-entropy of each token but the first of its row, given those before it.</summary>
    /// <param name="tokens">(B, L), L of 2 or more.</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">There are not two tokens in a row.</exception>
    public Variable<T> Loss(Indices tokens, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Shape.Rank != 2 || tokens.Shape[1] < 2)
        {
            throw new ArgumentException(
                $"LanguageModel: 'tokens' has shape {tokens.Shape}, expected (B, L) with two tokens or more in a row.",
                nameof(tokens));
        }

        (int batch, int length) = (tokens.Shape[0], tokens.Shape[1]);
        int[] inputs = new int[batch * (length - 1)], labels = new int[inputs.Length];
        for (int row = 0; row < batch; row++)
        {
            ReadOnlySpan<int> its = tokens.Values.Slice(row * length, length);
            its[..^1].CopyTo(inputs.AsSpan(row * (length - 1)));
            its[1..].CopyTo(labels.AsSpan(row * (length - 1)));
        }

        Shape shape = [batch, length - 1];
        return Op.Mean(Op.CrossEntropy(Forward(new Indices(inputs, shape), pass), new Indices(labels, shape)));
    }

    /// <summary>Goes on from a prompt, each time with the token of the greatest logit, the first of equals.</summary>
    /// <param name="prompt">One token or more.</param>
    /// <param name="count">New tokens.</param>
    /// <param name="choices">How many tokens, the first ones, may be chosen; all where 0. A table that was filled up to
    /// a round number has rows that are no tokens.</param>
    /// <returns>The new tokens.</returns>
    /// <exception cref="ArgumentException">The prompt is empty, or there are not so many tokens.</exception>
    public int[] Greedy(ReadOnlySpan<int> prompt, int count, int choices = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (prompt.IsEmpty || choices < 0 || choices > Vocabulary)
        {
            throw new ArgumentException(
                $"Greedy: a prompt of {prompt.Length} tokens and {choices} choices, expected one token or more, and " +
                $"0 to {Vocabulary} choices.");
        }

        choices = choices == 0 ? Vocabulary : choices;
        (Variable<T> first, Variable<T> after) = Forward(new Indices(prompt, [1, prompt.Length]), ZeroState(1));
        T[] state = after.Value.ToArray();
        T[] logits = Op.Select(first, 1, prompt.Length - 1).Value.ToArray();
        int[] tokens = new int[count];
        Stepper<T> stepper = CreateStepper();
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
            {
                stepper.Step([T.CreateChecked(tokens[i - 1])], state, logits);
            }

            tokens[i] = Greatest(logits.AsSpan(0, choices));
        }

        return tokens;
    }

    /// <summary>The model one token at a time: from the token's number to the logits of the next one.</summary>
    public Stepper<T> CreateStepper() => new LanguageModelStepper<T>(this);

    private Variable<T> Embed(Indices tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Shape.Rank != 2)
        {
            throw new ArgumentException(
                $"LanguageModel: 'tokens' has shape {tokens.Shape}, expected (B, L).", nameof(tokens));
        }

        Variable<T> x = Embedding.Forward(tokens);
        return Options.EmbeddingScale == 1.0 ? x : Op.Scale(x, T.CreateChecked(Options.EmbeddingScale));
    }

    private Variable<T> Logits(Variable<T> x)
    {
        Variable<T> normed = FinalNorm.Forward(x);
        Variable<T> logits = Head is null ? Op.Linear(normed, Embedding.Table) : Head.Forward(normed);
        return Options.LogitSoftCap is { } cap
            ? Op.Scale(Op.Tanh(Op.Scale(logits, T.CreateChecked(1.0 / cap))), T.CreateChecked(cap))
            : logits;
    }

    private static int Greatest(ReadOnlySpan<T> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        return best;
    }
}
