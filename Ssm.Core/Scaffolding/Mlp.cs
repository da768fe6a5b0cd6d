using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>Two linear maps with a GELU and dropout between them: W₂ drop(gelu(W₁ x + b₁)) + b₂.</summary>
/// <remarks>
/// The channel mixing of H3 and GPT-2 with four times the width and the GELU by tanh, and the layer <c>ff</c> of
/// state-spaces/s4 with twice the width and the exact GELU.
/// </remarks>
public sealed class Mlp<T> : PositionwiseLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Gelu _gelu;
    private readonly double _dropout;

    /// <summary>A layer with PyTorch's default weights.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="width">Channels between the maps.</param>
    /// <param name="gelu">Which GELU.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="dropout">Dropout rate, tied over time.</param>
    /// <param name="backend">The device.</param>
    public Mlp(
        int channels, int width, Gelu gelu, RandomSource random, double dropout = 0, IBackend<T>? backend = null)
    {
        Dropout.RequireRate(dropout, nameof(dropout));
        (_gelu, _dropout) = (gelu, dropout);
        Up = AddPart("up", new Linear<T>(channels, width, random, backend: backend));
        Down = AddPart("down", new Linear<T>(width, channels, random, backend: backend));
    }

    /// <summary>W₁ and b₁.</summary>
    public Linear<T> Up { get; }

    /// <summary>W₂ and b₂.</summary>
    public Linear<T> Down { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        RequireInput(nameof(Mlp<>), u, Up.Inputs);
        Variable<T> x = Up.Forward(u);
        x = _gelu == Gelu.Erf ? Op.GeluErf(x) : Op.GeluTanh(x);
        return Down.Forward(Dropout.ApplyTied(x, _dropout, pass));
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new MlpStepper(this);

    private sealed class MlpStepper(Mlp<T> layer) : Stepper<T>
    {
        private readonly Stepper<T> _up = layer.Up.CreateStepper();
        private readonly Stepper<T> _down = layer.Down.CreateStepper();
        private readonly T[] _inner = new T[layer.Up.Outputs];

        public override int InputSize => _up.InputSize;

        public override int OutputSize => _down.OutputSize;

        public override int StateSize => 0;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            _up.StepCore(u, state, _inner);
            if (layer._gelu == Gelu.Erf)
            {
                Elementwise.Unary<T, GeluErf<T>>(default, _inner, _inner);
            }
            else
            {
                Elementwise.Unary<T, GeluTanh<T>>(default, _inner, _inner);
            }

            _down.StepCore(_inner, state, y);
        }
    }
}
