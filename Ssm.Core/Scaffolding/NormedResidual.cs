using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>y = x + f(norm(x)): the pre-norm residual connection of the Mamba and Griffin blocks.</summary>
/// <remarks>
/// state-spaces/mamba <c>mamba_ssm/modules/block.py</c>, whose sum of residual and hidden states this is; the survey,
/// arXiv:2403.16899, section IV. A learned skip multiplies x by a scalar λ that starts at 1.
/// </remarks>
public sealed class NormedResidual<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _channels;

    /// <summary>A residual connection around a layer.</summary>
    /// <param name="norm">The norm, from H channels to H.</param>
    /// <param name="layer">f, from H channels to H.</param>
    /// <param name="channels">Channels, H.</param>
    /// <param name="learnedSkip">Whether x is multiplied by a learned scalar λ.</param>
    /// <param name="backend">The device of λ.</param>
    public NormedResidual(
        SequenceLayer<T> norm, SequenceLayer<T> layer, int channels, bool learnedSkip = false,
        IBackend<T>? backend = null)
    {
        ArgumentNullException.ThrowIfNull(norm);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        _channels = channels;
        Skip = learnedSkip
            ? AddParameter("skip", NdArray<T>.Full([1], T.One, backend), ParameterKind.NoDecay)
            : null;
        Normalization = AddPart("norm", norm);
        Layer = AddPart("mixer", layer);
    }

    /// <summary>λ, (1); null where x is added as it is.</summary>
    public Variable<T>? Skip { get; }

    /// <summary>The norm.</summary>
    public SequenceLayer<T> Normalization { get; }

    /// <summary>f.</summary>
    public SequenceLayer<T> Layer { get; }

    /// <inheritdoc/>
    public override bool IsCausal => Normalization.IsCausal && Layer.IsCausal;

    /// <summary>That of the norm, which is empty for all norms of this library, then that of f.</summary>
    public override int StateSize => Normalization.StateSize + Layer.StateSize;

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        RequireInput(nameof(NormedResidual<>), u, _channels);
        return Skipped(u) + Layer.Forward(Normalization.Forward(u, pass), pass);
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(NormedResidual<>), u, _channels);
        RequireState(nameof(NormedResidual<>), u, state);
        int first = Normalization.StateSize;
        (Variable<T> normed, Variable<T> before) = Normalization.Forward(u, Op.Slice(state, 1, 0, first), pass);
        (Variable<T> y, Variable<T> after) = Layer.Forward(
            normed, first == 0 ? state : Op.Slice(state, 1, first, Layer.StateSize), pass);
        return (Skipped(u) + y, first == 0 ? after : Op.Concat(1, before, after));
    }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(NormedResidual<>), u, _channels);
        ArgumentNullException.ThrowIfNull(segments);
        u = segments.ZeroPadding(u);
        return Skipped(u) + Layer.Forward(Normalization.Forward(u, segments, pass), segments, pass);
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(NormedResidual<>), u, _channels);
        RequireState(nameof(NormedResidual<>), u, state);
        ArgumentNullException.ThrowIfNull(segments);
        u = segments.ZeroPadding(u);
        int first = Normalization.StateSize;
        (Variable<T> normed, Variable<T> before) =
            Normalization.Forward(u, Op.Slice(state, 1, 0, first), segments, pass);
        (Variable<T> y, Variable<T> after) = Layer.Forward(
            normed, first == 0 ? state : Op.Slice(state, 1, first, Layer.StateSize), segments, pass);
        return (Skipped(u) + y, first == 0 ? after : Op.Concat(1, before, after));
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new NormedResidualStepper(this);

    private Variable<T> Skipped(Variable<T> u) => Skip is null ? u : Skip * u;

    private sealed class NormedResidualStepper(NormedResidual<T> residual) : Stepper<T>
    {
        private readonly Stepper<T> _norm = residual.Normalization.CreateStepper();
        private readonly Stepper<T> _layer = residual.Layer.CreateStepper();
        private readonly T[] _skip = residual.Skip?.Value.ToArray() ?? [];
        private readonly T[] _inner = new T[residual._channels];

        public override int InputSize => _inner.Length;

        public override int OutputSize => _inner.Length;

        public override int StateSize => _norm.StateSize + _layer.StateSize;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            _norm.StepCore(u, state[.._norm.StateSize], _inner);
            _layer.StepCore(_inner, state[_norm.StateSize..], _inner);
            if (_skip.Length == 0)
            {
                Elementwise.Binary<T, Add<T>>(default, u, _inner, y);
                return;
            }

            Elementwise.Unary(new Scale<T>(_skip[0]), u, y);
            Elementwise.Binary<T, Add<T>>(default, y, _inner, y);
        }
    }
}
