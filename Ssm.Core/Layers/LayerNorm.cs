using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>
/// Layer normalisation over the channels of each time step: Ba, Kiros and Hinton, 2016, arXiv:1607.06450.
/// </summary>
public sealed class LayerNorm<T> : PositionwiseLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _epsilon;

    /// <summary>A norm with scale 1 and shift 0.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="epsilon">Added to the variance: 1e-5 in PyTorch, 1e-6 in Flax.</param>
    /// <param name="backend">The device.</param>
    public LayerNorm(int channels, double epsilon = 1e-5, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        _epsilon = T.CreateChecked(epsilon);
        Weight = AddParameter("weight", NdArray<T>.Full([channels], T.One, backend), ParameterKind.NoDecay);
        Bias = AddParameter("bias", NdArray<T>.Zeros([channels], backend), ParameterKind.NoDecay);
    }

    /// <summary>The scale, (H).</summary>
    public Variable<T> Weight { get; }

    /// <summary>The shift, (H).</summary>
    public Variable<T> Bias { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null) =>
        Op.LayerNorm(u, Weight, Bias, _epsilon);

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new LayerNormStepper(this);

    private sealed class LayerNormStepper(LayerNorm<T> layer) : Stepper<T>
    {
        private readonly T[] _weight = layer.Weight.Value.ToArray();
        private readonly T[] _bias = layer.Bias.Value.ToArray();
        private readonly T[] _statistics = new T[2];
        private readonly T[] _output = new T[layer.Weight.Shape.Count];
        private readonly T _epsilon = layer._epsilon;

        public override int InputSize => _weight.Length;

        public override int OutputSize => _weight.Length;

        public override int StateSize => 0;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            LayerNorm.Forward(
                u, _weight, _bias, _epsilon, _output, _statistics.AsSpan(0, 1), _statistics.AsSpan(1, 1),
                _weight.Length);
            _output.CopyTo(y);
        }
    }
}
