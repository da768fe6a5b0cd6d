using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>A state space whose output a gate multiplies: W (gelu(V x) ⊙ U gelu(ssm(R x))).</summary>
/// <remarks>
/// R narrows the channels, H to H/b, and is absent for b = 1; U and V have gH rows, W has H; all have biases. S4's
/// block with <c>gate</c> and <c>bottleneck</c>, state-spaces/s4 <c>src/models/sequence/modules/s4block.py</c>; the
/// gated state space of Mehta, Gupta, Cutkosky and Neyshabur, "Long Range Language Modeling via Gated State Spaces",
/// 2022, arXiv:2206.13947; the scaffolding "gated MLP" of the survey, after Liu, Dai, So and Le, 2021,
/// arXiv:2105.08050.
/// </remarks>
public sealed class GatedStateSpace<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Gelu _gelu;
    private readonly double _dropout;
    private readonly int _channels;

    /// <summary>A scaffold with PyTorch's default weights.</summary>
    /// <param name="layer">The state space, from H/b channels to as many, or M times as many.</param>
    /// <param name="channels">Channels, H.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The bottleneck does not divide the channels.</exception>
    public GatedStateSpace(
        SequenceLayer<T> layer, int channels, GatedStateSpaceOptions options, RandomSource random,
        IBackend<T>? backend = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Gate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.OutputChannels, 1);
        Dropout.RequireRate(options.Dropout, nameof(options));
        if (options.Bottleneck < 1 || channels % options.Bottleneck != 0)
        {
            throw new ArgumentException(
                $"GatedStateSpace: the bottleneck is {options.Bottleneck}, expected a divisor of the {channels} " +
                "channels.",
                nameof(options));
        }

        (_channels, _gelu, _dropout) = (channels, options.Gelu, options.Dropout);
        (int width, int gate) = (channels / options.Bottleneck, options.Gate * channels);
        Reduce = width == channels
            ? null
            : AddPart("reduce", new Linear<T>(channels, width, random, backend: backend));
        Gate = AddPart("gate", new Linear<T>(channels, gate, random, backend: backend));
        Layer = AddPart("ssm", layer);
        Widen = AddPart("widen", new Linear<T>(width * options.OutputChannels, gate, random, backend: backend));
        Output = AddPart("output", new Linear<T>(gate, channels, random, backend: backend));
    }

    /// <summary>R; null where the state space is as wide as the input.</summary>
    public Linear<T>? Reduce { get; }

    /// <summary>V.</summary>
    public Linear<T> Gate { get; }

    /// <summary>The state space.</summary>
    public SequenceLayer<T> Layer { get; }

    /// <summary>U.</summary>
    public Linear<T> Widen { get; }

    /// <summary>W.</summary>
    public Linear<T> Output { get; }

    /// <inheritdoc/>
    public override bool IsCausal => Layer.IsCausal;

    /// <inheritdoc/>
    public override int StateSize => Layer.StateSize;

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        RequireInput(nameof(GatedStateSpace<>), u, _channels);
        return After(u, Layer.Forward(Reduce?.Forward(u) ?? u, pass), pass);
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(GatedStateSpace<>), u, _channels);
        (Variable<T> y, Variable<T> next) = Layer.Forward(Reduce?.Forward(u) ?? u, state, pass);
        return (After(u, y, pass), next);
    }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(GatedStateSpace<>), u, _channels);
        ArgumentNullException.ThrowIfNull(segments);
        u = segments.ZeroPadding(u);
        return segments.ZeroPadding(After(u, Layer.Forward(Reduce?.Forward(u) ?? u, segments, pass), pass));
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(GatedStateSpace<>), u, _channels);
        ArgumentNullException.ThrowIfNull(segments);
        u = segments.ZeroPadding(u);
        (Variable<T> y, Variable<T> next) = Layer.Forward(Reduce?.Forward(u) ?? u, state, segments, pass);
        return (segments.ZeroPadding(After(u, y, pass)), next);
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new GatedStepper(this);

    private Variable<T> After(Variable<T> u, Variable<T> y, TrainingPass? pass)
    {
        Variable<T> active = Activated(Dropout.ApplyTied(y, _dropout, pass));
        Variable<T> product = Activated(Gate.Forward(u)) * Widen.Forward(active);
        return Output.Forward(Dropout.ApplyTied(product, _dropout, pass));
    }

    private Variable<T> Activated(Variable<T> x) => _gelu == Gelu.Erf ? Op.GeluErf(x) : Op.GeluTanh(x);

    private sealed class GatedStepper(GatedStateSpace<T> scaffold) : Stepper<T>
    {
        private readonly Stepper<T>? _reduce = scaffold.Reduce?.CreateStepper();
        private readonly Stepper<T> _gate = scaffold.Gate.CreateStepper();
        private readonly Stepper<T> _layer = scaffold.Layer.CreateStepper();
        private readonly Stepper<T> _widen = scaffold.Widen.CreateStepper();
        private readonly Stepper<T> _output = scaffold.Output.CreateStepper();
        private readonly T[] _narrow = new T[scaffold.Reduce?.Outputs ?? scaffold._channels];
        private readonly T[] _inner = new T[scaffold.Widen.Inputs];
        private readonly T[] _opening = new T[scaffold.Gate.Outputs];
        private readonly T[] _product = new T[scaffold.Gate.Outputs];

        public override int InputSize => _gate.InputSize;

        public override int OutputSize => _output.OutputSize;

        public override int StateSize => _layer.StateSize;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            _gate.StepCore(u, default, _opening);
            Activate(_opening);
            u[..Math.Min(u.Length, _narrow.Length)].CopyTo(_narrow);
            _reduce?.StepCore(u, default, _narrow);
            _layer.StepCore(_narrow, state, _inner);
            Activate(_inner);
            _widen.StepCore(_inner, default, _product);
            Elementwise.Binary<T, Multiply<T>>(default, _opening, _product, _product);
            _output.StepCore(_product, default, y);
        }

        private void Activate(T[] x)
        {
            if (scaffold._gelu == Gelu.Erf)
            {
                Elementwise.Unary<T, GeluErf<T>>(default, x, x);
            }
            else
            {
                Elementwise.Unary<T, GeluTanh<T>>(default, x, x);
            }
        }
    }
}
