using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

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
        for (int i = 0; i < Layers.Count; i++)
        {
            u = pass?.Recompute is { } plan && i < plan.Count && plan[i]
                ? RunAgainLater(Layers[i], u, pass)
                : Layers[i].Forward(u, pass);
        }

        return u;
    }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, Segments segments, TrainingPass? pass = null)
    {
        foreach (SequenceLayer<T> layer in Layers)
        {
            u = layer.Forward(u, segments, pass);
        }

        return u;
    }

    /// <summary>Chooses layers to compute again in the backward pass, so that a step fits a number of bytes.</summary>
    /// <remarks>
    /// Each layer is measured by a forward and a backward pass of it alone. The plan is handed on in
    /// <see cref="TrainingPass.Recompute"/> or <see cref="Training.TrainingOptions.Recompute"/>.
    /// </remarks>
    /// <param name="input">The shape of what comes in, (B, L, H), of the largest batch.</param>
    /// <param name="budget">Bytes that a step may have in use at one time, <see cref="Tape{T}.PeakBytes"/>.</param>
    /// <param name="around">Bytes of the step beside the layers; by default the input and its gradient.</param>
    public RecomputePlan PlanRecompute(Shape input, long budget, long? around = null)
    {
        IBackend<T>? device = Variables.FirstOrDefault()?.Backend;
        TrainingPass pass = new(new RandomSource(0)) { IsAgain = true };
        NdArray<T> x = NdArray<T>.Full(input, T.One, device);
        List<BlockCost> costs = [];
        foreach (SequenceLayer<T> layer in Layers)
        {
            costs.Add(BlockCost.Measure(u => layer.Forward(u, pass), x, layer.Variables));
        }

        long bytes = (long)input.Count * Unsafe.SizeOf<T>();
        return RecomputePlan.Choose(CollectionsMarshal.AsSpan(costs), budget, around ?? (2 * bytes));
    }

    // The layer draws the same random numbers the second time, and updates nothing twice.
    private static Variable<T> RunAgainLater(SequenceLayer<T> layer, Variable<T> u, TrainingPass pass)
    {
        ulong[] state = new ulong[4];
        pass.Random.CopyState(state);
        TrainingPass first = pass with { Recompute = null };
        TrainingPass? now = first;
        return Recompute.Run(Run, u);

        Variable<T> Run(Variable<T> x)
        {
            TrainingPass its = now ?? first with { Random = RandomSource.FromState(state), IsAgain = true };
            now = null;
            return layer.Forward(x, its);
        }
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(u);
        return OneAfterAnother(u, state, (layer, x, its) => layer.Forward(x, its, pass));
    }

    /// <inheritdoc/>
    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(segments);
        return OneAfterAnother(u, state, (layer, x, its) => layer.Forward(x, its, segments, pass));
    }

    private (Variable<T> Y, Variable<T> State) OneAfterAnother(
        Variable<T> u,
        Variable<T> state,
        Func<SequenceLayer<T>, Variable<T>, Variable<T>, (Variable<T> Y, Variable<T> State)> forward)
    {
        RequireState(nameof(LayerSequence<>), u, state);
        Variable<T>[] next = new Variable<T>[Layers.Count];
        int start = 0;
        for (int i = 0; i < next.Length; i++)
        {
            (u, next[i]) = forward(Layers[i], u, Op.Slice(state, 1, start, Layers[i].StateSize));
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
