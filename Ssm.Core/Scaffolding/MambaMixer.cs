using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>The Mamba scaffolding around any layer: linear maps in, convolution, gate, linear map out.</summary>
/// <remarks>
/// <code>
///   (x, z) = W_in u,   x = silu(conv(x)),   y = W_out (layer(x) ⊙ silu(z))
/// </code>
/// With S6 inside this is Mamba: Gu and Dao, 2023, arXiv:2312.00752, figure 3; state-spaces/mamba
/// <c>mamba_ssm/modules/mamba_simple.py</c>. The state is that of the convolution, then that of the layer. Shapes: H
/// channels outside, E inside.
/// </remarks>
public sealed class MambaMixer<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A mixer around a layer.</summary>
    /// <param name="layer">The layer, from E channels to E.</param>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="backend">The device.</param>
    public MambaMixer(
        SequenceLayer<T> layer, int channels, MambaMixerOptions options, RandomSource random,
        IBackend<T>? backend = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        if (options.InnerChannels < 0 || options.ResidualBranches < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"MambaMixer: {options.InnerChannels} channels inside and " +
                    $"{options.ResidualBranches} residual branches, expected 0 or more of each.");
        }

        int inner = options.InnerFor(channels);
        Options = options;
        Input = AddPart("in_proj", new Linear<T>(channels, 2 * inner, random, options.Bias, backend));
        Convolution = AddPart(
            "conv1d",
            new CausalConv1d<T>(inner, options.ConvolutionWidth, random, options.ConvolutionBias, backend));
        Layer = AddPart("ssm", layer);
        Output = AddPart("out_proj", new Linear<T>(inner, channels, random, options.Bias, backend));
        Output.ShrinkForResiduals(options.ResidualBranches);
    }

    /// <summary>The choices this mixer was made with.</summary>
    public MambaMixerOptions Options { get; }

    /// <summary>W_in, (2E, H): the rows of x, then those of z.</summary>
    public Linear<T> Input { get; }

    /// <summary>The convolution, of E channels.</summary>
    public CausalConv1d<T> Convolution { get; }

    /// <summary>The layer inside.</summary>
    public SequenceLayer<T> Layer { get; }

    /// <summary>W_out, (H, E).</summary>
    public Linear<T> Output { get; }

    /// <summary>Channels, H.</summary>
    public int Channels => Input.Inputs;

    /// <summary>Channels inside, E.</summary>
    public int InnerChannels => Output.Inputs;

    /// <inheritdoc/>
    public override bool IsCausal => Layer.IsCausal;

    /// <summary>The last K − 1 inputs of the convolution, (K − 1, E), then the state of the layer.</summary>
    public override int StateSize => Convolution.StateSize + Layer.StateSize;

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)               // (B, L, H)
    {
        RequireInput(nameof(MambaMixer<>), u, Channels);
        (Variable<T> x, Variable<T> z) = Halves(u);                                             // (B, L, E)
        x = Op.Silu(Convolution.Forward(x, pass));
        return Output.Forward(Layer is IGatedLayer<T> gated
            ? gated.ForwardGated(x, z)
            : Op.SwiGlu(z, Layer.Forward(x, pass)));
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(MambaMixer<>), u, Channels);
        RequireState(nameof(MambaMixer<>), u, state);
        (Variable<T> x, Variable<T> z) = Halves(u);
        (x, Variable<T> taps) = Convolution.Forward(x, Op.Slice(state, 1, 0, Convolution.StateSize), pass);
        x = Op.Silu(x);
        Variable<T> inner = Op.Slice(state, 1, Convolution.StateSize, Layer.StateSize);
        Variable<T> y;
        if (Layer is IGatedLayer<T> gated)
        {
            (y, inner) = gated.ForwardGated(x, inner, z);
        }
        else
        {
            (y, inner) = Layer.Forward(x, inner, pass);
            y = Op.SwiGlu(z, y);
        }

        return (Output.Forward(y), Op.Concat(1, taps, inner));
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new MambaMixerStepper(this);

    private (Variable<T> X, Variable<T> Z) Halves(Variable<T> u)
    {
        Variable<T> both = Input.Forward(u);
        return (Op.Slice(both, -1, 0, InnerChannels), Op.Slice(both, -1, InnerChannels, InnerChannels));
    }

    private sealed class MambaMixerStepper(MambaMixer<T> mixer) : Stepper<T>
    {
        private readonly Stepper<T> _input = mixer.Input.CreateStepper();
        private readonly Stepper<T> _convolution = mixer.Convolution.CreateStepper();
        private readonly Stepper<T> _layer = mixer.Layer.CreateStepper();
        private readonly Stepper<T> _output = mixer.Output.CreateStepper();
        private readonly T[] _both = new T[2 * mixer.InnerChannels];
        private readonly int _inner = mixer.InnerChannels;

        public override int InputSize => _input.InputSize;

        public override int OutputSize => _output.OutputSize;

        public override int StateSize => _convolution.StateSize + _layer.StateSize;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            _input.StepCore(u, default, _both);
            Span<T> x = _both.AsSpan(0, _inner), z = _both.AsSpan(_inner);
            _convolution.StepCore(x, state[.._convolution.StateSize], x);
            Elementwise.Unary<T, Silu<T>>(default, x, x);
            _layer.StepCore(x, state[_convolution.StateSize..], x);
            Elementwise.Unary<T, Silu<T>>(default, z, z);
            Elementwise.Binary<T, Multiply<T>>(default, x, z, x);
            _output.StepCore(x, default, y);
        }
    }
}
