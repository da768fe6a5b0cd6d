using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>The short depthwise convolution before a gated state space: each channel with its own few taps.</summary>
/// <remarks>
/// y[t, h] = bias[h] + Σ_j w[j, h]·x[t − (K−1) + j, h]: the last tap weighs the current step, and steps before the
/// first are zero. Gu and Dao, "Mamba", 2023, arXiv:2312.00752, figure 3; also Griffin, arXiv:2402.19427. Its state is
/// the last K − 1 inputs, oldest first.
/// </remarks>
public sealed class CausalConv1d<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A convolution with weights and bias from U(±1/√K), PyTorch's default.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="width">Taps, K, 1 to 8.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="backend">The device.</param>
    public CausalConv1d(
        int channels, int width, RandomSource random, bool bias = true, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (width is < 1 or > ConvolutionShape.LargestWidth)
        {
            throw new ArgumentOutOfRangeException(
                nameof(width), width, $"CausalConv1d: expected 1 to {ConvolutionShape.LargestWidth} taps.");
        }

        ArgumentNullException.ThrowIfNull(random);
        Weight = AddParameter("weight", Draw([width, channels]));
        Bias = bias ? AddParameter("bias", Draw([channels]), ParameterKind.NoDecay) : null;

        NdArray<T> Draw(Shape shape)
        {
            T[] values = new T[shape.Count];
            Initializers.TorchLinear<T>(values, width, random);
            return NdArray<T>.From(values, shape, backend);
        }
    }

    /// <summary>w, (K, H), the tap of the current step last.</summary>
    public Variable<T> Weight { get; }

    /// <summary>The bias, (H); null where the layer has none.</summary>
    public Variable<T>? Bias { get; }

    /// <summary>Channels, H.</summary>
    public int Channels => Weight.Shape[1];

    /// <summary>Taps, K.</summary>
    public int Width => Weight.Shape[0];

    /// <summary>The last K − 1 inputs, oldest first: (K − 1, H).</summary>
    public override int StateSize => (Width - 1) * Channels;

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        RequireInput(nameof(CausalConv1d<>), u, Channels);
        return Op.CausalConv1d(u, Weight, Bias);
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(CausalConv1d<>), u, Channels);
        RequireState(nameof(CausalConv1d<>), u, state);
        if (u.Shape[1] == 0)
        {
            return (u, state);
        }

        int batch = u.Shape[0];
        (Variable<T> y, Variable<T> last) = Op.CausalConv1dWithState(
            u, Weight, Bias, Op.Reshape(state, [batch, Width - 1, Channels]));
        return (y, Op.Reshape(last, [batch, StateSize]));
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new CausalConv1dStepper(this);

    private sealed class CausalConv1dStepper(CausalConv1d<T> layer) : Stepper<T>
    {
        private readonly T[] _weight = layer.Weight.Value.ToArray();
        private readonly T[]? _bias = layer.Bias?.Value.ToArray();
        private readonly T[] _output = new T[layer.Channels];

        public override int InputSize => _output.Length;

        public override int OutputSize => _output.Length;

        public override int StateSize { get; } = layer.StateSize;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            // Not straight into y, which may be the memory of u.
            CausalConv1d.Step(u, _weight, _bias, state, _output);
            _output.CopyTo(y);
        }
    }
}
