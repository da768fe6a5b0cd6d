using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>
/// Batch normalisation of each channel over batch and time: Ioffe and Szegedy, 2015, arXiv:1502.03167. Evaluation uses
/// running statistics, so that chunks and steps agree with the whole sequence.
/// </summary>
public sealed class BatchNorm<T> : PositionwiseLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _momentum;
    private readonly bool _unbiased;
    private readonly T _epsilon;

    /// <summary>A norm with scale 1 and shift 0, running mean 0 and variance 1.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="momentum">The weight of a batch in the running statistics: 0.1 in PyTorch, 0.01 to 0.1 in Flax
    /// code.</param>
    /// <param name="unbiased">Whether the running variance divides by count − 1, as in PyTorch; Flax divides by
    /// count.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="backend">The device.</param>
    public BatchNorm(
        int channels, double momentum = 0.1, bool unbiased = true, double epsilon = 1e-5, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (!(momentum is >= 0.0 and <= 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "BatchNorm: expected 0 to 1.");
        }

        _momentum = momentum;
        _unbiased = unbiased;
        _epsilon = T.CreateChecked(epsilon);
        Weight = AddParameter("weight", NdArray<T>.Full([channels], T.One, backend), ParameterKind.NoDecay);
        Bias = AddParameter("bias", NdArray<T>.Zeros([channels], backend), ParameterKind.NoDecay);
        RunningMean = AddBuffer("running_mean", NdArray<T>.Zeros([channels], backend));
        RunningVariance = AddBuffer("running_var", NdArray<T>.Full([channels], T.One, backend));
    }

    /// <summary>The scale, (H).</summary>
    public Variable<T> Weight { get; }

    /// <summary>The shift, (H).</summary>
    public Variable<T> Bias { get; }

    /// <summary>The running mean, (H).</summary>
    public NdArray<T> RunningMean { get; }

    /// <summary>The running variance, (H).</summary>
    public NdArray<T> RunningVariance { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(u);
        if (pass is not null)
        {
            (Variable<T> y, NdArray<T> mean, NdArray<T> variance) = Op.BatchNorm(u, Weight, Bias, _epsilon);
            int count = u.Shape.Count / Weight.Shape.Count;
            if (!pass.IsAgain)
            {
                Follow(RunningMean, mean, 1.0);
                Follow(RunningVariance, variance, _unbiased && count > 1 ? count / (count - 1.0) : 1.0);
            }

            return y;
        }

        Variable<T> epsilon = NdArray<T>.Scalar(_epsilon, u.Backend);
        Variable<T> scale = Weight * Op.Rsqrt(new Variable<T>(RunningVariance) + epsilon);
        return ((u - RunningMean) * scale) + Bias;
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new BatchNormStepper(this);

    // Memory of Follow.
    private NdArray<T>? _kept;
    private NdArray<T>? _added;

    // running ← (1 − momentum)·running + momentum·factor·statistic, in place.
    private void Follow(NdArray<T> running, NdArray<T> statistic, double factor)
    {
        IBackend<T> backend = running.Backend;
        _kept ??= NdArray<T>.Zeros(running.Shape, backend);
        _added ??= NdArray<T>.Zeros(running.Shape, backend);
        BroadcastPlan plan = BroadcastPlan.Create(running.Shape.Sizes, running.Shape.Sizes);
        backend.Unary(new Scale<T>(T.CreateChecked(1.0 - _momentum)), running.Re, _kept.Re);
        backend.Unary(new Scale<T>(T.CreateChecked(_momentum * factor)), statistic.Re, _added.Re);
        backend.Binary(new Add<T>(), plan, _kept.Re, _added.Re, running.Re);
    }

    private sealed class BatchNormStepper : Stepper<T>
    {
        private readonly T[] _scale;
        private readonly T[] _mean;
        private readonly T[] _bias;

        internal BatchNormStepper(BatchNorm<T> layer)
        {
            _mean = layer.RunningMean.ToArray();
            _bias = layer.Bias.Value.ToArray();
            _scale = layer.Weight.Value.ToArray();
            T[] variance = layer.RunningVariance.ToArray();
            for (int i = 0; i < _scale.Length; i++)
            {
                _scale[i] /= T.Sqrt(variance[i] + layer._epsilon);
            }
        }

        public override int InputSize => _scale.Length;

        public override int OutputSize => _scale.Length;

        public override int StateSize => 0;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            Elementwise.Binary<T, Subtract<T>>(default, u, _mean, y);
            Elementwise.Binary<T, Multiply<T>>(default, y, _scale, y);
            Elementwise.Binary<T, Add<T>>(default, y, _bias, y);
        }
    }
}
