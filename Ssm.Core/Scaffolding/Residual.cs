using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>A layer inside a residual connection, with a norm before it: x + drop(f(norm(x))).</summary>
/// <remarks>
/// The bare connection, for layers that bring their own mixing of channels; <see cref="ResidualBlock{T}"/> has a gated
/// unit inside. Dropout is tied over time.
/// </remarks>
public sealed class Residual<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _channels;
    private readonly double _dropout;

    /// <summary>A connection around a layer.</summary>
    /// <param name="layer">f, from H channels to H.</param>
    /// <param name="norm">The norm; null for none.</param>
    /// <param name="channels">Channels, H.</param>
    /// <param name="dropout">Dropout rate of what the layer adds.</param>
    public Residual(SequenceLayer<T> layer, PositionwiseLayer<T>? norm, int channels, double dropout = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Dropout.RequireRate(dropout, nameof(dropout));
        (_channels, _dropout) = (channels, dropout);
        Normalization = norm is null ? null : AddPart("norm", norm);
        Layer = AddPart("layer", layer);
    }

    /// <summary>The norm; null where there is none.</summary>
    public PositionwiseLayer<T>? Normalization { get; }

    /// <summary>f.</summary>
    public SequenceLayer<T> Layer { get; }

    /// <inheritdoc/>
    public override bool IsCausal => Layer.IsCausal;

    /// <inheritdoc/>
    public override int StateSize => Layer.StateSize;

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        RequireInput(nameof(Residual<>), u, _channels);
        return u + Dropout.ApplyTied(Layer.Forward(Before(u, pass), pass), _dropout, pass);
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireInput(nameof(Residual<>), u, _channels);
        (Variable<T> y, Variable<T> next) = Layer.Forward(Before(u, pass), state, pass);
        return (u + Dropout.ApplyTied(y, _dropout, pass), next);
    }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(Residual<>), u, _channels);
        ArgumentNullException.ThrowIfNull(segments);
        u = segments.ZeroPadding(u);
        Variable<T> y = Layer.Forward(Before(u, pass), segments, pass);
        return u + Dropout.ApplyTied(y, _dropout, pass);
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        RequireInput(nameof(Residual<>), u, _channels);
        ArgumentNullException.ThrowIfNull(segments);
        u = segments.ZeroPadding(u);
        (Variable<T> y, Variable<T> next) = Layer.Forward(Before(u, pass), state, segments, pass);
        return (u + Dropout.ApplyTied(y, _dropout, pass), next);
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new ResidualStepper(this);

    private Variable<T> Before(Variable<T> u, TrainingPass? pass) => Normalization?.Forward(u, pass) ?? u;

    private sealed class ResidualStepper(Residual<T> residual) : Stepper<T>
    {
        private readonly Stepper<T>? _norm = residual.Normalization?.CreateStepper();
        private readonly Stepper<T> _layer = residual.Layer.CreateStepper();
        private readonly T[] _inner = new T[residual._channels];

        public override int InputSize => _inner.Length;

        public override int OutputSize => _inner.Length;

        public override int StateSize => _layer.StateSize;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            u.CopyTo(_inner);
            _norm?.StepCore(_inner, default, _inner);
            _layer.StepCore(_inner, state, _inner);
            Elementwise.Binary<T, Add<T>>(default, u, _inner, y);
        }
    }
}
