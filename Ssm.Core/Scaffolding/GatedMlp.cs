using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>y = W_d (gelu(W_g x + b_g) ⊙ (W_u x + b_u)) + b_d: the gated MLP of Griffin, step by step.</summary>
/// <remarks>
/// De et al., 2024, arXiv:2402.19427, section 2.2; google-deepmind/recurrentgemma <c>torch/modules.py</c>, MLPBlock.
/// Without biases and with the GELU by erf it is GatedMLP of jsie7/ssm-benchmark <c>models/hawk.py</c>. Shapes: H
/// channels, F expanded ones.
/// </remarks>
public sealed class GatedMlp<T> : PositionwiseLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Gelu _gelu;

    /// <summary>An MLP with weights from N(0, 1/H) and N(0, 2/(layers·F)), and biases of zeros.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="expanded">Channels of each branch, F.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="backend">The device.</param>
    public GatedMlp(
        int channels, int expanded, GatedMlpOptions options, RandomSource random, IBackend<T>? backend = null)
        : this(channels, expanded, options, backend, Given.NotNull(random))
    {
    }

    private GatedMlp(
        int channels, int expanded, GatedMlpOptions options, IBackend<T>? backend, RandomSource? random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(expanded, 1);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ModelLayers, 1);
        _gelu = options.Gelu;
        Gate = AddPart("gate", Map(channels, expanded, channels));
        Up = AddPart("up", Map(channels, expanded, channels));
        Down = AddPart("down", Map(expanded, channels, options.ModelLayers * expanded / 2.0));

        Linear<T> Map(int inputs, int outputs, double fanIn) =>
            Weights.Linear(inputs, outputs, fanIn, options.Bias, random, backend);
    }

    /// <summary>W_g, of the branch that the GELU is applied to.</summary>
    public Linear<T> Gate { get; }

    /// <summary>W_u, of the branch that it multiplies.</summary>
    public Linear<T> Up { get; }

    /// <summary>W_d.</summary>
    public Linear<T> Down { get; }

    /// <summary>An MLP of zeros, to be loaded.</summary>
    internal static GatedMlp<T> OfZeros(int channels, int expanded, GatedMlpOptions options, IBackend<T>? backend) =>
        new(channels, expanded, options, backend, random: null);

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        Variable<T> gate = Gate.Forward(u);
        return Down.Forward((_gelu == Gelu.Erf ? Op.GeluErf(gate) : Op.GeluTanh(gate)) * Up.Forward(u));
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new GatedMlpStepper(this);

    private sealed class GatedMlpStepper(GatedMlp<T> mlp) : Stepper<T>
    {
        private readonly Stepper<T> _gateMap = mlp.Gate.CreateStepper();
        private readonly Stepper<T> _upMap = mlp.Up.CreateStepper();
        private readonly Stepper<T> _downMap = mlp.Down.CreateStepper();
        private readonly T[] _gate = new T[mlp.Gate.Outputs];
        private readonly T[] _up = new T[mlp.Gate.Outputs];

        public override int InputSize => _gateMap.InputSize;

        public override int OutputSize => _downMap.OutputSize;

        public override int StateSize => 0;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            _gateMap.StepCore(u, default, _gate);
            GeluOf.Apply<T>(mlp._gelu, _gate);
            _upMap.StepCore(u, default, _up);
            Elementwise.Binary<T, Multiply<T>>(default, _gate, _up, _gate);
            _downMap.StepCore(_gate, default, y);
        }
    }
}
