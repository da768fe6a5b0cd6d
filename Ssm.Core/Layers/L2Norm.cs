using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>x/‖x‖·√H ⊙ γ over the channels of each step: a norm by the Euclidean length; zeros stay zeros.</summary>
/// <remarks>
/// jsie7/ssm-benchmark <c>models/hawk.py</c>, RMSNorm. It is the root-mean-square norm without a constant under the
/// root; the smallest normal number stands in for it, which changes nothing but 0/0.
/// </remarks>
public sealed class L2Norm<T> : PositionwiseLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The smallest number over the distance from 1 to the next: the smallest that is not subnormal.
    private static T Least => T.Epsilon / (T.BitIncrement(T.One) - T.One);

    /// <summary>A norm with γ = 1.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="backend">The device.</param>
    public L2Norm(int channels, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Gamma = AddParameter("gamma", NdArray<T>.Full([channels], T.One, backend), ParameterKind.NoDecay);
    }

    /// <summary>γ, (H).</summary>
    public Variable<T> Gamma { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null) => Op.RmsNorm(u, Gamma, Least);

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new L2NormStepper(Gamma.Value.ToArray());

    private sealed class L2NormStepper(T[] gamma) : Stepper<T>
    {
        private readonly T[] _inverse = new T[1];
        private readonly T[] _output = new T[gamma.Length];

        public override int InputSize => gamma.Length;

        public override int OutputSize => gamma.Length;

        public override int StateSize => 0;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            RmsNorm.Forward(u, gamma, T.Zero, Least, _output, _inverse, gamma.Length);
            _output.CopyTo(y);
        }
    }
}
