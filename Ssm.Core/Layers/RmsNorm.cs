using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>
/// Normalisation of each time step by the root of its mean square: Zhang and Sennrich, 2019, arXiv:1910.07467.
/// </summary>
/// <remarks>y = x/√(mean x² + ε) ⊙ (w + offset), the mean over the channels.</remarks>
public sealed class RmsNorm<T> : PositionwiseLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _epsilon;
    private readonly T _offset;

    /// <summary>A norm whose factor w + offset is 1.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="epsilon">Added to the mean square: 1e-5 in Mamba, 1e-6 in Griffin.</param>
    /// <param name="offset">0 in Mamba; 1 in Griffin, which stores the distance of the factor from 1.</param>
    /// <param name="backend">The device.</param>
    public RmsNorm(int channels, double epsilon = 1e-5, double offset = 0.0, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (!(epsilon >= 0.0 && double.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(epsilon), epsilon, "RmsNorm: expected a finite number, 0 or more.");
        }

        _epsilon = T.CreateChecked(epsilon);
        _offset = T.CreateChecked(offset);
        Weight = AddParameter("weight", NdArray<T>.Full([channels], T.One - _offset, backend), ParameterKind.NoDecay);
    }

    /// <summary>w, (H).</summary>
    public Variable<T> Weight { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(u);
        return Op.RmsNorm(u, Weight, _epsilon, _offset);
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new RmsNormStepper(this);

    private sealed class RmsNormStepper(RmsNorm<T> layer) : Stepper<T>
    {
        private readonly T[] _weight = layer.Weight.Value.ToArray();
        private readonly T[] _inverse = new T[1];
        private readonly T[] _output = new T[layer.Weight.Shape.Count];
        private readonly T _epsilon = layer._epsilon;
        private readonly T _offset = layer._offset;

        public override int InputSize => _weight.Length;

        public override int OutputSize => _weight.Length;

        public override int StateSize => 0;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            RmsNorm.Forward(u, _weight, _offset, _epsilon, _output, _inverse, _weight.Length);
            _output.CopyTo(y);
        }
    }
}
