using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>
/// A state space with its gated unit, inside a residual connection: the "MLP" scaffolding of the survey.
/// </summary>
/// <remarks>
/// Pre-norm: λ x + f(norm(x)). Post-norm: norm(λ x + f(x)). With f the state space, then the gated unit, and λ = 1
/// unless it is learned.
/// </remarks>
public sealed class ResidualBlock<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool _preNorm;
    private readonly int _channels;

    /// <summary>A block around a layer.</summary>
    /// <param name="layer">The state space, from H channels to H.</param>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="backend">The device.</param>
    public ResidualBlock(
        SequenceLayer<T> layer, int channels, BlockOptions options, RandomSource random, IBackend<T>? backend = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(options);
        _channels = channels;
        _preNorm = options.PreNorm;
        Normalization = options.Norm switch
        {
            Norm.None => null,
            Norm.Layer => AddPart("norm", new LayerNorm<T>(channels, 1e-5, backend)),
            Norm.LayerFlax => AddPart("norm", new LayerNorm<T>(channels, 1e-6, backend)),
            Norm.Batch => AddPart("norm", new BatchNorm<T>(channels, backend: backend)),
            Norm.BatchFlax => AddPart(
                "norm", new BatchNorm<T>(channels, options.BatchNormMomentum, unbiased: false, backend: backend)),
            _ => throw new ArgumentOutOfRangeException(
                nameof(options), options.Norm, "ResidualBlock: there is no such norm."),
        };
        Layer = AddPart("ssm", layer);
        Unit = AddPart(
            "glu", new GatedUnit<T>(channels, options.Glu, options.Gelu, options.Dropout, random, backend));
        Skip = options.LearnedSkip
            ? AddParameter("skip", NdArray<T>.Full([1], T.One, backend), ParameterKind.NoDecay)
            : null;
    }

    /// <summary>λ, (1); null where the input is added as it is.</summary>
    public Variable<T>? Skip { get; }

    /// <summary>The norm; null where there is none.</summary>
    public SequenceLayer<T>? Normalization { get; }

    /// <summary>The state space.</summary>
    public SequenceLayer<T> Layer { get; }

    /// <summary>The gated unit.</summary>
    public GatedUnit<T> Unit { get; }

    /// <inheritdoc/>
    public override bool IsCausal => Layer.IsCausal;

    /// <inheritdoc/>
    public override int StateSize => Layer.StateSize;

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        RequireInput(nameof(ResidualBlock<>), u, _channels);
        return After(Unit.AddTo(Skipped(u), Layer.Forward(Before(u, pass), pass), pass), pass);
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(ResidualBlock<>), u, _channels);
        (Variable<T> y, Variable<T> next) = Layer.Forward(Before(u, pass), state, pass);
        return (After(Unit.AddTo(Skipped(u), y, pass), pass), next);
    }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(ResidualBlock<>), u, _channels);
        ArgumentNullException.ThrowIfNull(segments);
        u = segments.ZeroPadding(u);
        Variable<T> y = Layer.Forward(Before(u, pass), segments, pass);
        return segments.ZeroPadding(After(Unit.AddTo(Skipped(u), y, pass), pass));
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(ResidualBlock<>), u, _channels);
        ArgumentNullException.ThrowIfNull(segments);
        u = segments.ZeroPadding(u);
        (Variable<T> y, Variable<T> next) = Layer.Forward(Before(u, pass), state, segments, pass);
        return (segments.ZeroPadding(After(Unit.AddTo(Skipped(u), y, pass), pass)), next);
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new ResidualBlockStepper(this);

    private Variable<T> Skipped(Variable<T> u) => Skip is null ? u : Skip * u;

    private Variable<T> Before(Variable<T> u, TrainingPass? pass) =>
        _preNorm && Normalization is not null ? Normalization.Forward(u, pass) : u;

    private Variable<T> After(Variable<T> u, TrainingPass? pass) =>
        !_preNorm && Normalization is not null ? Normalization.Forward(u, pass) : u;

    private sealed class ResidualBlockStepper(ResidualBlock<T> block) : Stepper<T>
    {
        private readonly Stepper<T>? _norm = block.Normalization?.CreateStepper();
        private readonly Stepper<T> _layer = block.Layer.CreateStepper();
        private readonly Stepper<T> _unit = block.Unit.CreateStepper();
        private readonly T[] _inner = new T[block._channels];
        private readonly T? _skip = block.Skip?.Value.Item();

        public override int InputSize => _inner.Length;

        public override int OutputSize => _inner.Length;

        public override int StateSize => _layer.StateSize;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            u.CopyTo(_inner);
            if (block._preNorm)
            {
                _norm?.StepCore(_inner, default, _inner);
            }

            _layer.StepCore(_inner, state, _inner);
            _unit.StepCore(_inner, default, _inner);
            if (_skip is { } skip)
            {
                Elementwise.Unary(new Scale<T>(skip), u, y);
                u = y;
            }

            Elementwise.Binary<T, Add<T>>(default, u, _inner, y);
            if (!block._preNorm)
            {
                _norm?.StepCore(y, default, y);
            }
        }
    }
}
