using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>y = x Wᵀ + b on the last axis, with W (out, in) as in PyTorch.</summary>
public sealed class Linear<T> : PositionwiseLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer with weights and bias from U(±1/√in), PyTorch's default.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="backend">The device.</param>
    public Linear(int inputs, int outputs, RandomSource random, bool bias = true, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentNullException.ThrowIfNull(random);
        Weight = AddParameter("weight", Draw([outputs, inputs]));
        Bias = bias ? AddParameter("bias", Draw([outputs]), ParameterKind.NoDecay) : null;

        NdArray<T> Draw(Shape shape)
        {
            T[] values = new T[shape.Count];
            Initializers.TorchLinear<T>(values, inputs, random);
            return NdArray<T>.From(values, shape, backend);
        }
    }

    /// <summary>A layer of given weights, for models whose initialisation is another.</summary>
    internal Linear(NdArray<T> weight, NdArray<T>? bias)
    {
        Weight = AddParameter("weight", weight);
        Bias = bias is null ? null : AddParameter("bias", bias, ParameterKind.NoDecay);
    }

    /// <summary>W, (out, in).</summary>
    public Variable<T> Weight { get; }

    /// <summary>b, (out); null where the layer has none.</summary>
    public Variable<T>? Bias { get; }

    /// <summary>Channels in.</summary>
    public int Inputs => Weight.Shape[1];

    /// <summary>Channels out.</summary>
    public int Outputs => Weight.Shape[0];

    /// <summary>(…, in) to (…, out).</summary>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(u);
        if (u.Shape.Rank < 2 || u.Shape[^1] != Inputs)
        {
            throw new ArgumentException($"Linear: 'u' is {u.Value}, expected (…, {Inputs}).", nameof(u));
        }

        return Op.Linear(u, Weight, Bias);
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new LinearStepper(this);

    /// <summary>
    /// Divides the weights by √branches: the last map of each of so many residual branches, whose sum then starts with
    /// the variance of one; 0 changes nothing. As GPT-2 and state-spaces/mamba do.
    /// </summary>
    internal void ShrinkForResiduals(int branches)
    {
        if (branches > 0)
        {
            Weight.Value.Assign(Op.Scale(Weight, T.CreateChecked(1 / Math.Sqrt(branches))).Value);
        }
    }

    private sealed class LinearStepper(Linear<T> layer) : Stepper<T>
    {
        private readonly T[] _weight = layer.Weight.Value.ToArray();
        private readonly T[]? _bias = layer.Bias?.Value.ToArray();
        private readonly T[] _output = new T[layer.Outputs];
        private readonly MatMulShape _shape = new(1, layer.Outputs, layer.Inputs, false, true);

        public override int InputSize => _shape.K;

        public override int OutputSize => _shape.N;

        public override int StateSize => 0;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            // Not straight into y, which may be the memory of u.
            MatMul.Affine<T, Identity<T>>(u, _weight, _bias, default, _output, _shape, threads: 1);
            _output.CopyTo(y);
        }
    }
}
