using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>The real-gated linear recurrent unit: a diagonal recurrence whose decay the input chooses.</summary>
/// <remarks>
/// <code>
///   r[t] = σ(W_a x[t] + b_a),  i[t] = σ(W_x x[t] + b_x)
///   a[t] = exp(−c·softplus(Λ) ⊙ r[t]),  c = 8
///   h[t] = a[t] ⊙ h[t−1] + √(1 − a[t]² + ε) ⊙ i[t] ⊙ x[t],  y[t] = h[t]
/// </code>
/// De et al., "Griffin: Mixing Gated Linear Recurrences with Local Attention for Efficient Language Models", 2024,
/// arXiv:2402.19427, equations 1 to 4, whose Λ has the other sign; google-deepmind/recurrentgemma
/// <c>torch/layers.py</c>, RGLRU. At the first step of a sequence the root is 1 and what the state held is dropped,
/// unless <see cref="RgLruOptions.UnitInputAtStart"/> says otherwise. Shapes: E channels.
/// </remarks>
public sealed class RgLru<T> : SequenceLayer<T>, IStateSpaceModel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer at its initial values.</summary>
    /// <param name="channels">Channels, E.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the parameters are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The blocks do not divide the channels.</exception>
    public RgLru(int channels, RgLruOptions options, RandomSource random, IBackend<T>? backend = null)
        : this(channels, options, backend, Given.NotNull(random))
    {
    }

    private RgLru(int channels, RgLruOptions options, IBackend<T>? backend, RandomSource? random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.GateBlocks);
        if (!(options.LargestSlope > 0) || !(options.Epsilon >= 0))
        {
            throw new ArgumentException(
                $"RgLru: 'LargestSlope' is {options.LargestSlope} and 'Epsilon' {options.Epsilon}, expected a " +
                "positive number, or infinity, and 0 or more.",
                nameof(options));
        }

        Channels = channels;
        Options = options;
        double[] lambda = random is null
            ? new double[channels]
            : RgLruInitialization.Create(channels, options.Init, random);
        Lambda = AddParameter("a_param", ArrayOf.Real<T>(lambda, [channels], backend), ParameterKind.NoDecay);
        InputGate = AddPart("input_gate", Gate(channels, options.GateBlocks, random, backend));
        RecurrenceGate = AddPart("a_gate", Gate(channels, options.GateBlocks, random, backend));
    }

    /// <inheritdoc/>
    public ModelCard Card => ModelCards.RgLru;

    /// <summary>The choices this layer was made with.</summary>
    public RgLruOptions Options { get; }

    /// <summary>Channels, E.</summary>
    public int Channels { get; }

    /// <summary>Λ as the published code stores it, (E).</summary>
    public Variable<T> Lambda { get; }

    /// <summary>
    /// The map before σ that gates the input: a <see cref="BlockDiagonalLinear{T}"/> or a <see cref="Linear{T}"/>.
    /// </summary>
    public PositionwiseLayer<T> InputGate { get; }

    /// <summary>The map before σ that gates the decay, of the same kind.</summary>
    public PositionwiseLayer<T> RecurrenceGate { get; }

    /// <summary>h, (E), and how many steps there were: 0 says that a sequence begins.</summary>
    public override int StateSize => Channels + 1;

    /// <summary>A layer of zeros, to be loaded.</summary>
    internal static RgLru<T> OfZeros(int channels, RgLruOptions options, IBackend<T>? backend) =>
        new(channels, options, backend, random: null);

    /// <summary>The whole sequence by one scan from the logits of the gates.</summary>
    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, E)
    {
        RequireInput(nameof(RgLru<>), u, Channels);
        if (u.Shape[1] == 0)
        {
            return u;
        }

        return Recurrence(u, starts: [], begins: Options.UnitInputAtStart);
    }

    /// <summary>A chunk by the same scan, from a state on.</summary>
    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(RgLru<>), u, Channels);
        RequireState(nameof(RgLru<>), u, state);
        int batch = u.Shape[0], length = u.Shape[1];
        if (length == 0)
        {
            return (u, state);
        }

        T[] counts = Counts(state);
        int[] starts = [.. Enumerable.Range(0, batch).Where(row => counts[row] == T.Zero).Select(row => row * length)];
        return Chunk(u, state, starts, Array.ConvertAll(counts, n => n + T.CreateChecked(length)));
    }

    /// <summary>Packed rows by one scan that drops its state where a sequence begins.</summary>
    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(RgLru<>), u, Channels);
        ArgumentNullException.ThrowIfNull(segments);
        segments.Require(nameof(RgLru<>), u);
        if (segments.HasPadding || segments.IsPlain || !Options.UnitInputAtStart)
        {
            return base.Forward(u, segments, pass);
        }

        int[] starts = [.. segments.Items.ToArray().Select(s => (s.Row * segments.Length) + s.Start)];
        return Recurrence(u, starts);
    }

    /// <summary>A chunk of packed rows by one scan that drops its state where a sequence begins.</summary>
    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(RgLru<>), u, Channels);
        RequireState(nameof(RgLru<>), u, state);
        ArgumentNullException.ThrowIfNull(segments);
        segments.Require(nameof(RgLru<>), u);
        if (segments.HasPadding || segments.IsPlain || !Options.UnitInputAtStart)
        {
            return base.Forward(u, state, segments, pass);
        }

        T[] counts = Counts(state);
        List<int> starts = [];
        foreach (Segment segment in segments.Items)
        {
            T before = segment.Continues ? counts[segment.Row] : T.Zero;
            counts[segment.Row] = before + T.CreateChecked(segment.Length);
            if (before == T.Zero)
            {
                starts.Add((segment.Row * segments.Length) + segment.Start);
            }
        }

        return Chunk(u, state, [.. starts], counts);
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new RgLruStepper(this);

    private static PositionwiseLayer<T> Gate(int channels, int blocks, RandomSource? random, IBackend<T>? backend) =>
        (blocks, random) switch
        {
            (0, null) => Weights.Linear<T>(channels, channels, channels, bias: true, random, backend),
            (0, _) => Weights.LinearWithTorchBias<T>(channels, channels, random, backend),
            (_, null) => BlockDiagonalLinear<T>.OfZeros(channels, blocks, backend),
            _ => new BlockDiagonalLinear<T>(channels, blocks, random, backend),
        };

    private static Indices? Starts(Variable<T> x, int[] starts)
    {
        if (starts.Length == 0)
        {
            return null;
        }

        int[] flags = new int[x.Shape[0] * x.Shape[1]];
        foreach (int start in starts)
        {
            flags[start] = 1;
        }

        return new Indices(flags, [x.Shape[0], x.Shape[1]]);
    }

    // −log a where the recurrence gate is fully open.
    private static Variable<T> Rate(Variable<T> lambda) =>
        Op.Scale(Op.Softplus(lambda), T.CreateChecked(RgLruInitialization.Power));

    // The states of rows, with the places (row, step) where sequences begin.
    private Variable<T> Recurrence(Variable<T> x, int[] starts, bool begins = false, Variable<T>? initial = null) =>
        Op.RgLruRecurrence(
            x, RecurrenceGate.Forward(x), InputGate.Forward(x), Rate(Lambda), T.CreateChecked(Options.LargestSlope),
            T.CreateChecked(Options.Epsilon), initial, Starts(x, starts), begins);

    private T[] Counts(Variable<T> state) => Op.Slice(state, 1, Channels, 1).Value.ToArray();

    private (Variable<T> Y, Variable<T> State) Chunk(Variable<T> u, Variable<T> state, int[] starts, T[] counts)
    {
        Variable<T> y = Recurrence(u, Options.UnitInputAtStart ? starts : [], initial: Op.Slice(state, 1, 0, Channels));
        Variable<T> last = Op.Select(y, 1, u.Shape[1] - 1);
        return (y, Op.Concat(1, last, NdArray<T>.From(counts, [counts.Length, 1], u.Backend)));
    }

    private sealed class RgLruStepper : Stepper<T>
    {
        private readonly Stepper<T> _inputGate;
        private readonly Stepper<T> _recurrenceGate;
        private readonly SqrtOneMinusExp<T> _root;
        private readonly bool _unitAtStart;
        private readonly T[] _rate;
        private readonly T[] _input;
        private readonly T[] _recurrence;

        internal RgLruStepper(RgLru<T> layer)
        {
            _inputGate = layer.InputGate.CreateStepper();
            _recurrenceGate = layer.RecurrenceGate.CreateStepper();
            _root = new SqrtOneMinusExp<T>(
                T.CreateChecked(layer.Options.LargestSlope), T.CreateChecked(layer.Options.Epsilon));
            _unitAtStart = layer.Options.UnitInputAtStart;
            _rate = Rate(layer.Lambda.Detach()).Value.ToArray();
            (_input, _recurrence) = (new T[_rate.Length], new T[_rate.Length]);
        }

        public override int InputSize => _rate.Length;

        public override int OutputSize => _rate.Length;

        public override int StateSize => _rate.Length + 1;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            Span<T> h = state[.._rate.Length];
            _recurrenceGate.StepCore(u, default, _recurrence);
            _inputGate.StepCore(u, default, _input);
            bool begins = _unitAtStart && state[^1] == T.Zero;
            RgLruRecurrence.Step<T>(u, _recurrence, _input, _rate, _root, begins, h);
            state[^1] += T.One;
            h.CopyTo(y);
        }
    }
}
