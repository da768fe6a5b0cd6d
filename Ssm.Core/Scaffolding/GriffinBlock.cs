using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>The residual block of Hawk and Griffin: first what mixes the steps is added, then what mixes the channels.
/// </summary>
/// <remarks>
/// x₁ = λ₁ x + mix(norm x), y = λ₂ x₁ + mlp(norm x₁), with λ = 1 unless it is learned. De et al., 2024,
/// arXiv:2402.19427, figure 2; google-deepmind/recurrentgemma <c>torch/modules.py</c>, ResidualBlock. The mix is a
/// <see cref="GriffinRecurrent{T}"/>, a <see cref="LocalAttention{T}"/>, or any layer from H channels to H. Blocks with
/// recurrent mixes alone are Hawk; Griffin has one of attention after every two of them.
/// </remarks>
public sealed class GriffinBlock<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _dropout;

    /// <summary>A block around two layers.</summary>
    /// <param name="mix">What mixes the steps, from H channels to H.</param>
    /// <param name="mlp">What mixes the channels, from H to H.</param>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="backend">The device.</param>
    public GriffinBlock(
        SequenceLayer<T> mix, SequenceLayer<T> mlp, int channels, GriffinBlockOptions options,
        IBackend<T>? backend = null)
    {
        ArgumentNullException.ThrowIfNull(mix);
        ArgumentNullException.ThrowIfNull(mlp);
        ArgumentNullException.ThrowIfNull(options);
        Dropout.RequireRate(options.Dropout, nameof(options));
        _dropout = options.Dropout;
        Temporal = AddPart("temporal", new NormedResidual<T>(
            Norm(channels, options.Norm, backend), mix, channels, options.LearnedSkip, backend));
        Channel = AddPart("channel", new NormedResidual<T>(
            Norm(channels, options.Norm, backend), mlp, channels, options.LearnedSkip, backend));
    }

    /// <summary>The half that mixes the steps.</summary>
    public NormedResidual<T> Temporal { get; }

    /// <summary>The half that mixes the channels.</summary>
    public NormedResidual<T> Channel { get; }

    /// <inheritdoc/>
    public override bool IsCausal => Temporal.IsCausal && Channel.IsCausal;

    /// <summary>The states of the halves, one behind the other.</summary>
    public override int StateSize => Temporal.StateSize + Channel.StateSize;

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        Variable<T> x = Dropout.Apply(Temporal.Forward(u, pass), _dropout, pass);
        return Dropout.Apply(Channel.Forward(x, pass), _dropout, pass);
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(u);
        RequireState(nameof(GriffinBlock<>), u, state);
        int first = Temporal.StateSize;
        (Variable<T> x, Variable<T> one) = Temporal.Forward(u, Op.Slice(state, 1, 0, first), pass);
        (Variable<T> y, Variable<T> other) = Channel.Forward(
            Dropout.Apply(x, _dropout, pass), Op.Slice(state, 1, first, Channel.StateSize), pass);
        return (Dropout.Apply(y, _dropout, pass), Op.Concat(1, one, other));
    }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, Segments segments, TrainingPass? pass = null)
    {
        Variable<T> x = Dropout.Apply(Temporal.Forward(u, segments, pass), _dropout, pass);
        return Dropout.Apply(Channel.Forward(x, segments, pass), _dropout, pass);
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(u);
        RequireState(nameof(GriffinBlock<>), u, state);
        int first = Temporal.StateSize;
        (Variable<T> x, Variable<T> one) = Temporal.Forward(u, Op.Slice(state, 1, 0, first), segments, pass);
        (Variable<T> y, Variable<T> other) = Channel.Forward(
            Dropout.Apply(x, _dropout, pass), Op.Slice(state, 1, first, Channel.StateSize), segments, pass);
        return (Dropout.Apply(y, _dropout, pass), Op.Concat(1, one, other));
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new GriffinBlockStepper(this);

    private static PositionwiseLayer<T> Norm(int channels, GriffinNorm norm, IBackend<T>? backend) => norm switch
    {
        GriffinNorm.OffsetRms => new RmsNorm<T>(channels, 1e-6, offset: 1, backend),
        GriffinNorm.L2 => new L2Norm<T>(channels, backend),
        _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, "GriffinBlock: there is no such norm."),
    };

    private sealed class GriffinBlockStepper(GriffinBlock<T> block) : Stepper<T>
    {
        private readonly Stepper<T> _temporal = block.Temporal.CreateStepper();
        private readonly Stepper<T> _channel = block.Channel.CreateStepper();

        public override int InputSize => _temporal.InputSize;

        public override int OutputSize => _channel.OutputSize;

        public override int StateSize => _temporal.StateSize + _channel.StateSize;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            _temporal.StepCore(u, state[.._temporal.StateSize], y);
            _channel.StepCore(y, state[_temporal.StateSize..], y);
        }
    }
}
