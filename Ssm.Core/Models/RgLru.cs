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
public sealed class RgLru<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Added to −log a: e^−1000 is 0 in every precision, so that a is 0, the root 1, and no gradient passes.
    private const double Beginning = 1000;

    /// <summary>A layer at its initial values.</summary>
    /// <param name="channels">Channels, E.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the parameters are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The blocks do not divide the channels.</exception>
    public RgLru(int channels, RgLruOptions options, RandomSource random, IBackend<T>? backend = null)
        : this(channels, options, backend, RequireRandom(random))
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

    /// <summary>The whole sequence by one scan.</summary>
    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, E)
    {
        RequireInput(nameof(RgLru<>), u, Channels);
        if (u.Shape[1] == 0)
        {
            return u;
        }

        int[] start = [0];
        (Variable<T> a, Variable<T> b) = Recurrence(u, Options.UnitInputAtStart ? Dropped(u, rows: 1, start) : null);
        return Op.DiagonalScan(a, b);
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
        (Variable<T> a, Variable<T> b) = Recurrence(u, Dropped(u, segments.Batch, starts));
        return Op.DiagonalScan(a, b);
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

    private static RandomSource RequireRandom(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random;
    }

    private static PositionwiseLayer<T> Gate(int channels, int blocks, RandomSource? random, IBackend<T>? backend) =>
        (blocks, random) switch
        {
            (0, null) => Weights.Linear<T>(channels, channels, channels, bias: true, random, backend),
            (0, _) => Weights.LinearWithTorchBias<T>(channels, channels, random, backend),
            (_, null) => BlockDiagonalLinear<T>.OfZeros(channels, blocks, backend),
            _ => new BlockDiagonalLinear<T>(channels, blocks, random, backend),
        };

    // The transition a, and what is added to the state: √(1 − a²) ⊙ i ⊙ x.
    private (Variable<T> A, Variable<T> B) Recurrence(Variable<T> x, NdArray<T>? dropped)
    {
        Variable<T> rate = Op.Scale(Op.Softplus(Lambda), T.CreateChecked(RgLruInitialization.Power));    // (E)
        Variable<T> decay = rate * Op.Sigmoid(RecurrenceGate.Forward(x));                                // −log a
        if (dropped is not null)
        {
            decay += dropped;
        }

        Variable<T> root = Op.SqrtOneMinusExp(
            Op.Scale(decay, T.CreateChecked(2)), T.CreateChecked(Options.LargestSlope),
            T.CreateChecked(Options.Epsilon));
        return (Op.Exp(-decay), root * (Op.Sigmoid(InputGate.Forward(x)) * x));
    }

    private T[] Counts(Variable<T> state) => Op.Slice(state, 1, Channels, 1).Value.ToArray();

    private (Variable<T> Y, Variable<T> State) Chunk(Variable<T> u, Variable<T> state, int[] starts, T[] counts)
    {
        bool drops = Options.UnitInputAtStart && starts.Length > 0;
        (Variable<T> a, Variable<T> b) = Recurrence(u, drops ? Dropped(u, u.Shape[0], starts) : null);
        (Variable<T> y, Variable<T> last) = Op.DiagonalScanWithState(a, b, Op.Slice(state, 1, 0, Channels));
        return (y, Op.Concat(1, last, NdArray<T>.From(counts, [counts.Length, 1], u.Backend)));
    }

    // What is added to −log a: a lot where a sequence begins; (rows, L, 1).
    private static NdArray<T> Dropped(Variable<T> x, int rows, int[] starts)
    {
        T[] dropped = new T[rows * x.Shape[1]];
        foreach (int start in starts)
        {
            dropped[start] = T.CreateChecked(Beginning);
        }

        return NdArray<T>.Temporary(dropped, [rows, x.Shape[1], 1], x.Backend);
    }

    private sealed class RgLruStepper : Stepper<T>
    {
        private readonly Stepper<T> _inputGate;
        private readonly Stepper<T> _recurrenceGate;
        private readonly SqrtOneMinusExp<T> _multiplier;
        private readonly bool _unitAtStart;
        private readonly T[] _rate;
        private readonly T[] _input;
        private readonly T[] _decay;
        private readonly T[] _root;

        internal RgLruStepper(RgLru<T> layer)
        {
            _inputGate = layer.InputGate.CreateStepper();
            _recurrenceGate = layer.RecurrenceGate.CreateStepper();
            _multiplier = new SqrtOneMinusExp<T>(
                T.CreateChecked(layer.Options.LargestSlope), T.CreateChecked(layer.Options.Epsilon));
            _unitAtStart = layer.Options.UnitInputAtStart;
            _rate = Op.Scale(Op.Softplus(layer.Lambda.Detach()), T.CreateChecked(RgLruInitialization.Power))
                .Value.ToArray();
            (_input, _decay, _root) = (new T[_rate.Length], new T[_rate.Length], new T[_rate.Length]);
        }

        public override int InputSize => _rate.Length;

        public override int OutputSize => _rate.Length;

        public override int StateSize => _rate.Length + 1;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            Span<T> h = state[.._rate.Length];
            _recurrenceGate.StepCore(u, default, _decay);
            Elementwise.Unary<T, Sigmoid<T>>(default, _decay, _decay);
            Elementwise.Binary<T, Multiply<T>>(default, _rate, _decay, _decay);
            if (_unitAtStart && state[^1] == T.Zero)
            {
                _decay.AsSpan().Fill(T.CreateChecked(Beginning));
            }

            _inputGate.StepCore(u, default, _input);
            Elementwise.Unary<T, Sigmoid<T>>(default, _input, _input);
            Elementwise.Binary<T, Multiply<T>>(default, _input, u, _input);
            Elementwise.Unary(new Scale<T>(T.CreateChecked(2)), _decay, _root.AsSpan());
            Elementwise.Unary(_multiplier, _root, _root.AsSpan());
            Elementwise.Binary<T, Multiply<T>>(default, _root, _input, _input);

            // h ← e^−decay ⊙ h + what comes in.
            Elementwise.Unary<T, Negate<T>>(default, _decay, _decay);
            Elementwise.Unary<T, Exp<T>>(default, _decay, _decay);
            Elementwise.Binary<T, Multiply<T>>(default, _decay, h, h);
            Elementwise.Binary<T, Add<T>>(default, h, _input, h);
            state[^1] += T.One;
            h.CopyTo(y);
        }
    }
}
