using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>What follows a state space inside a block: x₁ = drop(gelu(x)), a gated linear unit of it, drop.</summary>
/// <remarks>
/// The variants of lindermanlab/S5 <c>s5/layers.py</c>; the full one is also S4's (Linear to 2H and GLU, its rows
/// stacked) and the LRU's. Dauphin et al., "Language Modeling with Gated Convolutional Networks", 2017,
/// arXiv:1612.08083. All dropout is tied over time.
/// </remarks>
public sealed class GatedUnit<T> : PositionwiseLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Gelu _gelu;
    private readonly double _dropout;
    private readonly int _channels;

    /// <summary>A unit with PyTorch's default weights.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="variant">Which gate.</param>
    /// <param name="gelu">Which GELU.</param>
    /// <param name="dropout">Dropout rate at both sites.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="backend">The device.</param>
    public GatedUnit(
        int channels, Glu variant, Gelu gelu, double dropout, RandomSource random, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Dropout.RequireRate(dropout, nameof(dropout));
        _channels = channels;
        _gelu = gelu;
        _dropout = dropout;
        Variant = variant;
        if (variant == Glu.Full)
        {
            Value = AddPart("value", new Linear<T>(channels, channels, random, backend: backend));
        }

        if (variant != Glu.None)
        {
            Gate = AddPart("gate", new Linear<T>(channels, channels, random, backend: backend));
        }
    }

    /// <summary>Which gate.</summary>
    public Glu Variant { get; }

    /// <summary>W₁, of the full variant alone.</summary>
    public Linear<T>? Value { get; }

    /// <summary>W₂, of all variants but <see cref="Glu.None"/>.</summary>
    public Linear<T>? Gate { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        RequireInput(nameof(GatedUnit<>), u, _channels);
        return Variant == Glu.Full ? Fused(u, null, pass) : Composed(u, pass);
    }

    /// <summary>residual + the unit, which the full variant adds in the same pass over memory.</summary>
    internal Variable<T> AddTo(Variable<T> residual, Variable<T> u, TrainingPass? pass)
    {
        RequireInput(nameof(GatedUnit<>), u, _channels);
        return Variant == Glu.Full ? Fused(u, residual, pass) : residual + Composed(u, pass);
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new GatedUnitStepper(this);

    private Variable<T> Fused(Variable<T> u, Variable<T>? residual, TrainingPass? pass)
    {
        // The masks are drawn in the order in which the parts would draw them.
        NdArray<T>? first = Dropout.TiedMask(u, _dropout, pass);
        NdArray<T>? second = Dropout.TiedMask(u, _dropout, pass);
        (Variable<T> w1, Variable<T> b1, Variable<T> w2, Variable<T> b2) =
            (Value!.Weight, Value.Bias!, Gate!.Weight, Gate.Bias!);
        return _gelu == Gelu.Erf
            ? Op.GeluErfGatedUnit(u, w1, b1, w2, b2, residual, first, second)
            : Op.GeluTanhGatedUnit(u, w1, b1, w2, b2, residual, first, second);
    }

    private Variable<T> Composed(Variable<T> u, TrainingPass? pass)
    {
        Variable<T> active = Dropout.ApplyTied(_gelu == Gelu.Erf ? Op.GeluErf(u) : Op.GeluTanh(u), _dropout, pass);
        if (Gate is null)
        {
            return active;
        }

        Variable<T> gate = Op.Sigmoid(Gate.Forward(active));
        return Dropout.ApplyTied((Variant == Glu.Half1 ? active : u) * gate, _dropout, pass);
    }

    private sealed class GatedUnitStepper(GatedUnit<T> unit) : Stepper<T>
    {
        private readonly Stepper<T>? _value = unit.Value?.CreateStepper();
        private readonly Stepper<T>? _gate = unit.Gate?.CreateStepper();
        private readonly T[] _active = new T[unit._channels];
        private readonly T[] _opening = new T[unit._channels];

        public override int InputSize => _active.Length;

        public override int OutputSize => _active.Length;

        public override int StateSize => 0;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            if (unit._gelu == Gelu.Erf)
            {
                Elementwise.Unary<T, GeluErf<T>>(default, u, _active);
            }
            else
            {
                Elementwise.Unary<T, GeluTanh<T>>(default, u, _active);
            }

            if (_gate is null)
            {
                _active.CopyTo(y);
                return;
            }

            _gate.StepCore(_active, state, _opening);
            Elementwise.Unary<T, Sigmoid<T>>(default, _opening, _opening);
            if (unit.Variant == Glu.Half2)
            {
                Elementwise.Binary<T, Multiply<T>>(default, u, _opening, y);
                return;
            }

            _value?.StepCore(_active, state, _active);
            Elementwise.Binary<T, Multiply<T>>(default, _active, _opening, y);
        }
    }
}
