using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>The norm of Mamba-2, which multiplies by a gate and divides by the root of the mean square.</summary>
/// <remarks>
/// Gate first: v = y ⊙ silu(z), v/√(mean v² + ε) ⊙ w. Norm first: y/√(mean y² + ε) ⊙ w ⊙ silu(z). The means are over
/// groups of consecutive channels. Dao and Gu, "Transformers are SSMs", 2024, arXiv:2405.21060, section 7.1;
/// state-spaces/mamba <c>mamba_ssm/ops/triton/layernorm_gated.py</c>.
/// </remarks>
public sealed class GatedRmsNorm<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _epsilon;
    private readonly bool _normFirst;
    private readonly int _groups;

    /// <summary>A norm with scale 1.</summary>
    /// <param name="channels">Channels, E.</param>
    /// <param name="groups">Groups of channels, each with a mean of its own.</param>
    /// <param name="normFirst">Whether the norm comes before the gate.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public GatedRmsNorm(
        int channels, int groups = 1, bool normFirst = false, double epsilon = 1e-5, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (groups < 1 || channels % groups != 0)
        {
            throw new ArgumentException(
                $"GatedRmsNorm: {groups} groups do not divide {channels} channels; choose a divisor.", nameof(groups));
        }

        _epsilon = T.CreateChecked(epsilon);
        _normFirst = normFirst;
        _groups = groups;
        Weight = AddParameter("weight", NdArray<T>.Full([channels], T.One, backend), ParameterKind.NoDecay);
    }

    /// <summary>w, (E).</summary>
    public Variable<T> Weight { get; }

    /// <summary>Channels, E.</summary>
    public int Channels => Weight.Shape.Count;

    /// <summary>Normalises and gates.</summary>
    /// <param name="y">(…, E).</param>
    /// <param name="z">The gate, (…, E).</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public Variable<T> Forward(Variable<T> y, Variable<T> z)
    {
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(z);
        if (y.Shape.Rank < 1 || y.Shape[^1] != Channels || y.Shape != z.Shape)
        {
            throw new ArgumentException(
                $"GatedRmsNorm: 'y' is {y.Value} and 'z' is {z.Value}, expected (…, {Channels}) twice.");
        }

        return _normFirst ? Op.SwiGlu(z, Normalize(y)) : Normalize(Op.SwiGlu(z, y));
    }

    /// <summary>One step at a time; the input sample is y, then z.</summary>
    public Stepper<T> CreateStepper() => new GatedRmsNormStepper(this);

    private Variable<T> Normalize(Variable<T> v)
    {
        if (_groups == 1)
        {
            return Op.RmsNorm(v, Weight, _epsilon);
        }

        Shape groups = [.. v.Shape.Sizes[..^1], _groups, Channels / _groups];
        return Op.Reshape(Op.RmsNorm(Op.Reshape(v, groups), weight: null, _epsilon), v.Shape) * Weight;
    }

    private sealed class GatedRmsNormStepper(GatedRmsNorm<T> norm) : Stepper<T>
    {
        private readonly T[] _weight = norm.Weight.Value.ToArray();
        private readonly T[] _inverses = new T[norm._groups];
        private readonly T[] _gate = new T[norm.Channels];
        private readonly T[] _output = new T[norm.Channels];
        private readonly T _epsilon = norm._epsilon;
        private readonly bool _normFirst = norm._normFirst;

        public override int InputSize => 2 * _weight.Length;

        public override int OutputSize => _weight.Length;

        public override int StateSize => 0;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            Elementwise.Unary<T, Silu<T>>(default, u[_weight.Length..], _gate);
            u[.._weight.Length].CopyTo(_output);
            if (!_normFirst)
            {
                Elementwise.Binary<T, Multiply<T>>(default, _output, _gate, _output);
            }

            RmsNorm.Forward<T>(
                _output, default, T.Zero, _epsilon, _output, _inverses, _weight.Length / _inverses.Length);
            Elementwise.Binary<T, Multiply<T>>(default, _output, _weight, _output);
            if (_normFirst)
            {
                Elementwise.Binary<T, Multiply<T>>(default, _output, _gate, _output);
            }

            _output.CopyTo(y);
        }
    }
}
