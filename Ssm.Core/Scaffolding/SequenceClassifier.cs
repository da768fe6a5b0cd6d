using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>
/// A classifier of sequences, or of their steps: an encoder, blocks, a readout, and a linear map to classes.
/// </summary>
/// <remarks>
/// The stack of the Long Range Arena's state space models (models of lindermanlab/S5 and state-spaces/s4): signals are
/// encoded by a linear map, tokens by an embedding. The readout is the mean over a sequence's true length, its last
/// step, or each step for itself. As a stream, each step gives the logits of the sequence so far. Shapes: B batch,
/// L time, D inputs, H channels, V classes.
/// </remarks>
public sealed class SequenceClassifier<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A classifier of signals with <paramref name="inputs"/> numbers at each step, or of tokens.</summary>
    /// <param name="inputs">Numbers at each step, D; 0 for tokens.</param>
    /// <param name="vocabulary">Tokens, for a classifier of tokens; else 0.</param>
    /// <param name="classes">Classes, V.</param>
    /// <param name="blocks">The blocks, each from H channels to H.</param>
    /// <param name="channels">Channels, H.</param>
    /// <param name="finalNorm">Whether a layer norm stands between the blocks and the readout.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <param name="readout">Where the logits come from.</param>
    /// <exception cref="ArgumentException">
    /// Inputs and vocabulary are both given, or neither; or there is no such readout.
    /// </exception>
    public SequenceClassifier(
        int inputs, int vocabulary, int classes, IReadOnlyList<SequenceLayer<T>> blocks, int channels, bool finalNorm,
        RandomSource random, IBackend<T>? backend = null, Readout readout = Readout.Mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        ArgumentOutOfRangeException.ThrowIfNegative(vocabulary);
        if ((inputs == 0) == (vocabulary == 0))
        {
            throw new ArgumentException(
                $"SequenceClassifier: {inputs} inputs and a vocabulary of {vocabulary}; give one of them, the " +
                "other as 0.");
        }

        if (!Enum.IsDefined(readout))
        {
            throw new ArgumentOutOfRangeException(
                nameof(readout), readout, "SequenceClassifier: there is no such readout.");
        }

        Channels = channels;
        Readout = readout;
        SignalEncoder = inputs > 0
            ? AddPart("encoder", new Linear<T>(inputs, channels, random, backend: backend))
            : null;
        TokenEncoder = vocabulary > 0
            ? AddPart("embedding", new Embedding<T>(vocabulary, channels, random, backend: backend))
            : null;
        Blocks = AddPart("blocks", new LayerSequence<T>(blocks));
        FinalNorm = finalNorm ? AddPart("norm", new LayerNorm<T>(channels, backend: backend)) : null;
        Decoder = AddPart("decoder", new Linear<T>(channels, classes, random, backend: backend));
    }

    /// <summary>Channels, H.</summary>
    public int Channels { get; }

    /// <summary>Where the logits come from.</summary>
    public Readout Readout { get; }

    /// <summary>The linear encoder of signals; null for tokens.</summary>
    public Linear<T>? SignalEncoder { get; }

    /// <summary>The embedding of tokens; null for signals.</summary>
    public Embedding<T>? TokenEncoder { get; }

    /// <summary>The blocks.</summary>
    public LayerSequence<T> Blocks { get; }

    /// <summary>The norm before the readout; null where there is none.</summary>
    public LayerNorm<T>? FinalNorm { get; }

    /// <summary>The linear map to classes.</summary>
    public Linear<T> Decoder { get; }

    /// <summary>Logits of signals.</summary>
    /// <param name="signal">(B, L, D).</param>
    /// <param name="lengths">True lengths, B of them; all L where empty.</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>(B, V), or (B, L, V) where each step is read.</returns>
    /// <exception cref="InvalidOperationException">This is a classifier of tokens.</exception>
    public Variable<T> Forward(Variable<T> signal, ReadOnlySpan<int> lengths = default, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return SignalEncoder is null
            ? throw new InvalidOperationException("SequenceClassifier: this is a classifier of tokens; pass Indices.")
            : Classify(SignalEncoder.Forward(signal), lengths, pass);
    }

    /// <summary>Logits of token sequences.</summary>
    /// <param name="tokens">(B, L).</param>
    /// <param name="lengths">True lengths, B of them; all L where empty.</param>
    /// <param name="pass">Present while training.</param>
    /// <returns>(B, V), or (B, L, V) where each step is read.</returns>
    /// <exception cref="InvalidOperationException">This is a classifier of signals.</exception>
    public Variable<T> Forward(Indices tokens, ReadOnlySpan<int> lengths = default, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return TokenEncoder is null
            ? throw new InvalidOperationException("SequenceClassifier: this is a classifier of signals; pass a " +
                "Variable.")
            : Classify(TokenEncoder.Forward(tokens), lengths, pass);
    }

    /// <summary>
    /// The classifier one sample at a time: each step gives the logits of the sequence so far. The state holds that of
    /// the blocks and, where the readout is the mean, the sum over time (H) and the number of steps.
    /// </summary>
    /// <exception cref="NotSupportedException">A block is not causal.</exception>
    public Stepper<T> CreateStepper() => new ClassifierStepper<T>(this);

    private Variable<T> Classify(Variable<T> encoded, ReadOnlySpan<int> lengths, TrainingPass? pass)
    {
        Variable<T> x = Blocks.Forward(encoded, pass);
        x = FinalNorm is null ? x : FinalNorm.Forward(x, pass);
        return Decoder.Forward(Readout switch
        {
            Readout.Mean => Pooling.MeanOverTime(x, lengths),
            Readout.Last => Pooling.LastStep(x, lengths),
            _ => x,
        });
    }
}
