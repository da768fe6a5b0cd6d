using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>Moves parameters against their gradients, in place, and remembers what the next step needs.</summary>
/// <remarks>
/// A complex parameter is two real ones, its planes: each number's two parts have moments of their own, as in PyTorch.
/// A parameter without a gradient in a step is left alone, and so is its step count.
/// </remarks>
public abstract class Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly OptimizerSlot<T>[] _slots;

    // The scaled copy of a gradient, made when a gradient is first clipped: gradients are not ours to change, for two
    // leaves may share one array.
    private View<T> _scaled;

    /// <summary>Prepares the memory of an optimiser.</summary>
    /// <param name="groups">The groups; no parameter may be in two.</param>
    /// <param name="memoryNames">
    /// The names, in checkpoints, of the arrays that are remembered of each parameter; each has its shape.
    /// </param>
    /// <exception cref="ArgumentException">A parameter is in two groups, or twice in one.</exception>
    private protected Optimizer(IEnumerable<ParameterGroup<T>> groups, IReadOnlyList<string> memoryNames)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Groups = [.. groups];
        MemoryNames = memoryNames;
        HashSet<Variable<T>> seen = [];
        List<OptimizerSlot<T>> slots = [];
        foreach (ParameterGroup<T> group in Groups)
        {
            foreach (Parameter<T> parameter in group.Members)
            {
                if (!seen.Add(parameter.Variable))
                {
                    throw new ArgumentException(
                        $"Optimizer: parameter '{parameter.Name}' of group '{group.Name}' came before, expected each "
                        + "parameter in one group only; take it out of one of them.",
                        nameof(groups));
                }

                slots.Add(new OptimizerSlot<T>(parameter, group, memoryNames.Count));
            }
        }

        _slots = [.. slots];
    }

    /// <summary>The groups.</summary>
    public IReadOnlyList<ParameterGroup<T>> Groups { get; }

    /// <summary>The names of what is remembered of each parameter, those that PyTorch's optimisers use.</summary>
    public IReadOnlyList<string> MemoryNames { get; }

    internal IReadOnlyList<OptimizerSlot<T>> Slots => _slots;

    /// <summary>Takes one step.</summary>
    /// <param name="gradients">The gradients of the loss with respect to the parameters.</param>
    /// <param name="scale">What all groups' learning rates are multiplied by: the schedule's factor.</param>
    /// <param name="gradientScale">
    /// What all gradients are multiplied by first: <see cref="GradientNorm.ClipFactor"/>, or one over the number of
    /// passes that were summed.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    public void Step(Gradients<T> gradients, double scale = 1, double gradientScale = 1)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        TrainingGuard.NotNegative(scale, nameof(Step));
        TrainingGuard.NotNegative(gradientScale, nameof(Step));
        foreach (OptimizerSlot<T> slot in _slots)
        {
            if (gradients[slot.Parameter.Variable] is { } gradient)
            {
                Step(slot, gradient, scale, gradientScale, factorOnDevice: null);
            }
        }
    }

    /// <summary>Takes one step by gradients that are multiplied by a number that only the device knows.</summary>
    /// <param name="gradients">The gradients of the loss with respect to the parameters.</param>
    /// <param name="scale">What all groups' learning rates are multiplied by: the schedule's factor.</param>
    /// <param name="gradientScale">
    /// What all gradients are multiplied by first: one real number on the parameters' device. It is not looked at.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A factor is negative or not finite, or <paramref name="gradientScale"/> is not one real number.
    /// </exception>
    public void Step(Gradients<T> gradients, double scale, NdArray<T> gradientScale)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(gradientScale);
        TrainingGuard.NotNegative(scale, nameof(Step));
        if (gradientScale.Shape.Count != 1 || gradientScale.IsComplex)
        {
            throw new ArgumentException(
                $"Step: 'gradientScale' is {gradientScale}, expected one real number.", nameof(gradientScale));
        }

        foreach (OptimizerSlot<T> slot in _slots)
        {
            if (gradients[slot.Parameter.Variable] is { } gradient)
            {
                Step(slot, gradient, scale, gradientScale: 1, gradientScale.Re);
            }
        }
    }

    /// <summary>What is remembered of a parameter, such as a moment; the optimiser's own memory, not a copy.</summary>
    /// <param name="parameter">A parameter of one of the groups.</param>
    /// <param name="name">One of <see cref="MemoryNames"/>.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or nothing of that name.</exception>
    public NdArray<T> Memory(Variable<T> parameter, string name)
    {
        int slot = Array.FindIndex(_slots, s => s.Parameter.Variable == parameter);
        if (slot < 0)
        {
            throw new ArgumentException("Optimizer: 'parameter' is in none of the groups.", nameof(parameter));
        }

        for (int i = 0; i < MemoryNames.Count; i++)
        {
            if (MemoryNames[i] == name)
            {
                return _slots[slot].Memories[i];
            }
        }

        throw new ArgumentException(
            $"Optimizer: 'name' is '{name}', expected one of: {string.Join(", ", MemoryNames)}.", nameof(name));
    }

    /// <summary>Moves one plane of one parameter.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="parameter">The numbers to move, in place.</param>
    /// <param name="gradient">Their gradient, not to be changed.</param>
    /// <param name="memories">What is remembered of them, in the order of <see cref="MemoryNames"/>.</param>
    /// <param name="step">The constants.</param>
    private protected abstract void Update(
        IBackend<T> backend,
        View<T> parameter,
        View<T> gradient,
        ReadOnlySpan<View<T>> memories,
        in OptimizerStep step);

    private void Step(
        OptimizerSlot<T> slot, NdArray<T> gradient, double scale, double gradientScale, View<T>? factorOnDevice)
    {
        NdArray<T> value = slot.Parameter.Variable.Value;
        slot.Steps++;
        OptimizerStep step = new(slot.Group.LearningRate * scale, slot.Group.WeightDecay, slot.Steps);
        View<T>[] memories = new View<T>[slot.Memories.Length];
        for (int plane = 0; plane < (value.IsComplex ? 2 : 1); plane++)
        {
            for (int i = 0; i < memories.Length; i++)
            {
                memories[i] = Plane(slot.Memories[i], plane);
            }

            View<T> slope = factorOnDevice is { } factor
                ? Scaled(value.Backend, Plane(gradient, plane), factor, slot.ByOneNumber)
                : Scaled(value.Backend, Plane(gradient, plane), gradientScale);
            Update(value.Backend, Plane(value, plane), slope, memories, step);
        }
    }

    private View<T> Scaled(IBackend<T> backend, View<T> gradient, double factor)
    {
        if (factor == 1)
        {
            return gradient;
        }

        View<T> scaled = Scratch(backend, gradient.Length);
        backend.Unary(new Scale<T>(T.CreateChecked(factor)), gradient, scaled);
        return scaled;
    }

    private View<T> Scaled(IBackend<T> backend, View<T> gradient, View<T> factor, BroadcastPlan plan)
    {
        View<T> scaled = Scratch(backend, gradient.Length);
        backend.Binary(new Multiply<T>(), plan, gradient, factor, scaled);
        return scaled;
    }

    private View<T> Scratch(IBackend<T> backend, int length)
    {
        if (_scaled.Length < length)
        {
            int largest = _slots.Max(slot => slot.Parameter.Variable.Shape.Count);
            _scaled = new View<T>(backend.Allocate(largest), 0, largest);
        }

        return _scaled.Slice(0, length);
    }

    private static View<T> Plane(NdArray<T> array, int plane) => plane == 0 ? array.Re : array.Im;
}
