using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>
/// The recurrent block of Hawk and Griffin around any state space: one branch convolves and remembers, one gates.
/// </summary>
/// <remarks>
/// <code>
///   g = gelu(W_y u + b_y)
///   x = ssm(conv(W_x u + b_x))
///   y = W_o (x ⊙ g) + b_o
/// </code>
/// De et al., 2024, arXiv:2402.19427, figure 2 and section 2.3; google-deepmind/recurrentgemma
/// <c>torch/modules.py</c>, RecurrentBlock. With the RG-LRU inside it is theirs. The state is that of the convolution,
/// then that of the state space. Shapes: H channels, E inner channels.
/// </remarks>
public sealed class GriffinRecurrent<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Gelu _gelu;

    /// <summary>A block around a layer.</summary>
    /// <param name="layer">The state space, from E channels to E.</param>
    /// <param name="channels">Channels, H.</param>
    /// <param name="innerChannels">Inner channels, E.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="backend">The device.</param>
    public GriffinRecurrent(
        SequenceLayer<T> layer, int channels, int innerChannels, GriffinRecurrentOptions options, RandomSource random,
        IBackend<T>? backend = null)
        : this(layer, channels, innerChannels, options, backend, Given.NotNull(random))
    {
    }

    private GriffinRecurrent(
        SequenceLayer<T> layer, int channels, int innerChannels, GriffinRecurrentOptions options, IBackend<T>? backend,
        RandomSource? random)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(innerChannels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ModelLayers, 1);
        _gelu = options.Gelu;
        Channels = channels;
        InnerChannels = innerChannels;
        GateInput = AddPart("linear_y", Map(channels, innerChannels, channels));
        Input = AddPart("linear_x", Map(channels, innerChannels, channels));
        Output = AddPart("linear_out", Map(innerChannels, channels, options.ModelLayers * innerChannels / 2.0));
        Convolution = AddPart("conv_1d", Weights.Convolution(
            innerChannels, options.ConvolutionWidth, options.ConvolutionVariance, random, backend));
        Layer = AddPart("ssm", layer);

        Linear<T> Map(int inputs, int outputs, double fanIn) =>
            Weights.Linear(inputs, outputs, fanIn, options.Bias, random, backend);
    }

    /// <summary>Channels, H.</summary>
    public int Channels { get; }

    /// <summary>Inner channels, E.</summary>
    public int InnerChannels { get; }

    /// <summary>W_y, of the branch that gates.</summary>
    public Linear<T> GateInput { get; }

    /// <summary>W_x, of the branch that remembers.</summary>
    public Linear<T> Input { get; }

    /// <summary>The short convolution.</summary>
    public CausalConv1d<T> Convolution { get; }

    /// <summary>The state space.</summary>
    public SequenceLayer<T> Layer { get; }

    /// <summary>W_o.</summary>
    public Linear<T> Output { get; }

    /// <inheritdoc/>
    public override bool IsCausal => Layer.IsCausal;

    /// <summary>The state of the convolution, then that of the state space.</summary>
    public override int StateSize => Convolution.StateSize + Layer.StateSize;

    /// <summary>A block of zeros, to be loaded.</summary>
    internal static GriffinRecurrent<T> OfZeros(
        SequenceLayer<T> layer, int channels, int innerChannels, GriffinRecurrentOptions options,
        IBackend<T>? backend) => new(layer, channels, innerChannels, options, backend, random: null);

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        RequireInput(nameof(GriffinRecurrent<>), u, Channels);
        Variable<T> x = Layer.Forward(Convolution.Forward(Input.Forward(u), pass), pass);
        return Output.Forward(x * Gate(u));
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(GriffinRecurrent<>), u, Channels);
        RequireState(nameof(GriffinRecurrent<>), u, state);
        int kept = Convolution.StateSize;
        (Variable<T> x, Variable<T> inputs) =
            Convolution.Forward(Input.Forward(u), Op.Slice(state, 1, 0, kept), pass);
        (x, Variable<T> inner) = Layer.Forward(x, Op.Slice(state, 1, kept, Layer.StateSize), pass);
        return (Output.Forward(x * Gate(u)), Op.Concat(1, inputs, inner));
    }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(GriffinRecurrent<>), u, Channels);
        ArgumentNullException.ThrowIfNull(segments);
        u = segments.ZeroPadding(u);
        Variable<T> x = Convolution.Forward(Input.Forward(u), segments, pass);
        x = Layer.Forward(x, segments, pass);
        return segments.ZeroPadding(Output.Forward(x * Gate(u)));
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(GriffinRecurrent<>), u, Channels);
        RequireState(nameof(GriffinRecurrent<>), u, state);
        ArgumentNullException.ThrowIfNull(segments);
        int kept = Convolution.StateSize;
        u = segments.ZeroPadding(u);
        (Variable<T> x, Variable<T> inputs) =
            Convolution.Forward(Input.Forward(u), Op.Slice(state, 1, 0, kept), segments, pass);
        (x, Variable<T> inner) = Layer.Forward(x, Op.Slice(state, 1, kept, Layer.StateSize), segments, pass);
        return (segments.ZeroPadding(Output.Forward(x * Gate(u))), Op.Concat(1, inputs, inner));
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new GriffinRecurrentStepper(this);

    private Variable<T> Gate(Variable<T> u)
    {
        Variable<T> gate = GateInput.Forward(u);
        return _gelu == Gelu.Erf ? Op.GeluErf(gate) : Op.GeluTanh(gate);
    }

    private sealed class GriffinRecurrentStepper(GriffinRecurrent<T> block) : Stepper<T>
    {
        private readonly Stepper<T> _gateInput = block.GateInput.CreateStepper();
        private readonly Stepper<T> _input = block.Input.CreateStepper();
        private readonly Stepper<T> _convolution = block.Convolution.CreateStepper();
        private readonly Stepper<T> _layer = block.Layer.CreateStepper();
        private readonly Stepper<T> _output = block.Output.CreateStepper();
        private readonly T[] _gate = new T[block.InnerChannels];
        private readonly T[] _inner = new T[block.InnerChannels];

        public override int InputSize => block.Channels;

        public override int OutputSize => block.Channels;

        public override int StateSize => _convolution.StateSize + _layer.StateSize;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            int kept = _convolution.StateSize;
            _gateInput.StepCore(u, default, _gate);
            GeluOf.Apply<T>(block._gelu, _gate);
            _input.StepCore(u, default, _inner);
            _convolution.StepCore(_inner, state[..kept], _inner);
            _layer.StepCore(_inner, state[kept..], _inner);
            Elementwise.Binary<T, Multiply<T>>(default, _inner, _gate, _inner);
            _output.StepCore(_inner, default, y);
        }
    }
}
