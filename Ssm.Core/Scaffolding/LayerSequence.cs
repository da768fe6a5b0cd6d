using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;

namespace Ssm.Core.Scaffolding;

/// <summary>Layers one after another, each from H channels to H; its state is theirs, one behind the other.</summary>
public sealed class LayerSequence<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A sequence of layers, the first one first.</summary>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    public LayerSequence(IReadOnlyList<SequenceLayer<T>> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
        {
            throw new ArgumentException("LayerSequence: 'layers' is empty, expected one layer or " +
                "more.", nameof(layers));
        }

        Layers = [.. layers];
        for (int i = 0; i < layers.Count; i++)
        {
            AddPart($"{i}", layers[i]);
        }
    }

    /// <summary>The layers.</summary>
    public IReadOnlyList<SequenceLayer<T>> Layers { get; }

    /// <inheritdoc/>
    public override bool IsCausal => Layers.All(layer => layer.IsCausal);

    /// <inheritdoc/>
    public override int StateSize => Layers.Sum(layer => layer.StateSize);

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        foreach (SequenceLayer<T> layer in Layers)
        {
            u = layer.Forward(u, pass);
        }

        return u;
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(u);
        RequireState(nameof(LayerSequence<>), u, state);
        Variable<T>[] next = new Variable<T>[Layers.Count];
        int start = 0;
        for (int i = 0; i < next.Length; i++)
        {
            (u, next[i]) = Layers[i].Forward(u, Op.Slice(state, 1, start, Layers[i].StateSize), pass);
            start += Layers[i].StateSize;
        }

        return (u, Op.Concat(1, next));
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new SequenceStepper([.. Layers.Select(layer =>
        layer.CreateStepper())]);

    private sealed class SequenceStepper(Stepper<T>[] steppers) : Stepper<T>
    {
        public override int InputSize => steppers[0].InputSize;

        public override int OutputSize => steppers[^1].OutputSize;

        public override int StateSize { get; } = steppers.Sum(stepper => stepper.StateSize);

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            int start = 0;
            foreach (Stepper<T> stepper in steppers)
            {
                stepper.StepCore(u, state.Slice(start, stepper.StateSize), y);
                start += stepper.StateSize;

                // Every layer but the first goes on from what the one before it wrote.
                u = y;
            }
        }
    }
}
