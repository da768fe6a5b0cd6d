using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>Attention of many query heads to one head of keys and values, a fixed number of steps back.</summary>
/// <remarks>
/// <code>
///   q[t] = R(t) W_q u[t] of each head,  k[t] = R(t) W_k u[t],  v[t] = W_v u[t]
///   y[t] = W_o Σ_s softmax_s(q[t]·k[s]/√D) v[s] + b_o,  s from t − window to t
/// </code>
/// with R a <see cref="RotaryEmbedding"/>. A step sees window + 1 steps, itself among them. De et al., "Griffin", 2024,
/// arXiv:2402.19427, section 2.3; Shazeer, 2019, arXiv:1911.02150 (one head of keys); google-deepmind/recurrentgemma
/// <c>torch/modules.py</c>, LocalAttentionBlock. The state is a ring: the step at position p stands in slot p mod
/// window. Time and memory grow with length·window. Shapes: D numbers of a head.
/// </remarks>
public sealed class LocalAttention<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer with weights from N(0, 1/H) and N(0, 2/(layers·H)), and a bias of zeros.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The heads do not divide the channels into multiples of 4.</exception>
    public LocalAttention(
        int channels, LocalAttentionOptions options, RandomSource random, IBackend<T>? backend = null)
        : this(channels, options, backend, Given.NotNull(random))
    {
    }

    private LocalAttention(int channels, LocalAttentionOptions options, IBackend<T>? backend, RandomSource? random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ModelLayers, 1);
        if (options.Heads < 1 || channels % options.Heads != 0 || channels / options.Heads % 4 != 0)
        {
            throw new ArgumentException(
                $"LocalAttention: {options.Heads} heads do not cut {channels} channels into multiples of 4; choose " +
                "other heads.",
                nameof(options));
        }

        Channels = channels;
        Options = options;
        int head = channels / options.Heads;
        Rotary = new RotaryEmbedding(head, options.MaxWavelength);
        Query = AddPart("proj_q", Map(channels, channels, bias: false));
        Key = AddPart("proj_k", Map(head, channels, bias: false));
        Value = AddPart("proj_v", Map(head, channels, bias: false));
        Output = AddPart("proj_final", Map(channels, options.ModelLayers * channels / 2.0, bias: true));

        Linear<T> Map(int outputs, double fanIn, bool bias) =>
            Weights.Linear(channels, outputs, fanIn, bias, random, backend);
    }

    /// <summary>The choices this layer was made with.</summary>
    public LocalAttentionOptions Options { get; }

    /// <summary>Channels, H.</summary>
    public int Channels { get; }

    /// <summary>W_q.</summary>
    public Linear<T> Query { get; }

    /// <summary>W_k, of one head.</summary>
    public Linear<T> Key { get; }

    /// <summary>W_v, of one head.</summary>
    public Linear<T> Value { get; }

    /// <summary>W_o and b_o.</summary>
    public Linear<T> Output { get; }

    /// <summary>The rotation of queries and keys.</summary>
    public RotaryEmbedding Rotary { get; }

    /// <summary>Rotated keys (window, D), values (window, D), and how many steps there were.</summary>
    public override int StateSize => (2 * Options.Window * Rotary.HeadSize) + 1;

    /// <summary>A layer of zeros, to be loaded.</summary>
    internal static LocalAttention<T> OfZeros(int channels, LocalAttentionOptions options, IBackend<T>? backend) =>
        new(channels, options, backend, random: null);

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, H)
    {
        RequireInput(nameof(LocalAttention<>), u, Channels);
        if (u.Shape[1] == 0)
        {
            return u;
        }

        AttentionLayout layout = AttentionLayout.OfWhole(Options.Window, u.Shape[1]);
        (Variable<T> q, Variable<T> k, Variable<T> v) = Project(u, layout);
        return Mix(layout, q, k, v);
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(LocalAttention<>), u, Channels);
        RequireState(nameof(LocalAttention<>), u, state);
        return u.Shape[1] == 0
            ? (u, state)
            : Chunk(u, state, AttentionLayout.OfChunk(Options.Window, u.Shape[1], Counts(state)));
    }

    /// <summary>A chunk of packed or padded rows by one pass with a mask.</summary>
    /// <remarks>
    /// After it the slots of the ring that the last sequence of a row has not reached hold steps of the sequence
    /// before; they stay out of sight.
    /// </remarks>
    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(LocalAttention<>), u, Channels);
        RequireState(nameof(LocalAttention<>), u, state);
        ArgumentNullException.ThrowIfNull(segments);
        segments.Require(nameof(LocalAttention<>), u);
        if (u.Shape[1] == 0 || AttentionLayout.OfSegments(Options.Window, segments, Counts(state)) is not { } layout)
        {
            return base.Forward(u, state, segments, pass);
        }

        (Variable<T> y, Variable<T> next) = Chunk(segments.ZeroPadding(u), state, layout);
        return (segments.ZeroPadding(y), next);
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new LocalAttentionStepper<T>(this);

    private int[] Counts(Variable<T> state) => Array.ConvertAll(
        Op.Slice(state, 1, StateSize - 1, 1).Value.ToArray(), StepCount.Read);

    private (Variable<T> Y, Variable<T> State) Chunk(Variable<T> u, Variable<T> state, AttentionLayout layout)
    {
        int ring = Options.Window * Rotary.HeadSize, all = layout.Cached + layout.Length;
        (Variable<T> q, Variable<T> k, Variable<T> v) = Project(u, layout);
        k = Op.Concat(1, Rows(Op.Slice(state, 1, 0, ring), Options.Window, layout.Unrolled), k);    // (B, all, D)
        v = Op.Concat(1, Rows(Op.Slice(state, 1, ring, ring), Options.Window, layout.Unrolled), v);
        T[] next = Array.ConvertAll(layout.NextCounts, n => StepCount.Write<T>(n, nameof(LocalAttention<>)));
        Variable<T> after = Op.Concat(
            1,
            Op.Reshape(Rows(k, all, layout.Rolled), [layout.Rows, ring]),
            Op.Reshape(Rows(v, all, layout.Rolled), [layout.Rows, ring]),
            NdArray<T>.From(next, [layout.Rows, 1], u.Backend));
        return (Mix(layout, q, k, v), after);
    }

    // Rows of each sequence's (count, D), in another order: (B, rows, D).
    private Variable<T> Rows(Variable<T> x, int count, Indices rows) =>
        Op.Embedding(Op.Reshape(x, [rows.Shape[0] * count, Rotary.HeadSize]), rows);

    // Rotated queries (B, L·heads, D), already divided by √D, rotated keys and values (B, L, D).
    private (Variable<T> Q, Variable<T> K, Variable<T> V) Project(Variable<T> u, AttentionLayout layout)
    {
        (int batch, int length) = (u.Shape[0], u.Shape[1]);
        (int heads, int head) = (Options.Heads, Rotary.HeadSize);
        Variable<T> all = Op.Reshape(Op.Concat(2, Query.Forward(u), Key.Forward(u)), [batch, length, heads + 1, head]);
        all = Rotary.Apply(all, layout.Positions);
        Variable<T> q = Op.Scale(Op.Slice(all, 2, 0, heads), T.One / T.Sqrt(T.CreateChecked(head)));
        return (
            Op.Reshape(q, [batch, length * heads, head]),
            Op.Reshape(Op.Slice(all, 2, heads, 1), [batch, length, head]),
            Value.Forward(u));
    }

    private Variable<T> Mix(AttentionLayout layout, Variable<T> q, Variable<T> k, Variable<T> v)
    {
        Variable<T> mixed = new AttentionWindow<T>(Options, layout).Attend(q, k, v);
        return Output.Forward(Op.Reshape(mixed, [mixed.Shape[0], layout.Length, Channels]));
    }
}
