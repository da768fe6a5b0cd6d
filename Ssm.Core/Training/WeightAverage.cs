using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>An exponential moving average of a model's weights, to be evaluated in their place.</summary>
/// <remarks>
/// <para>
/// After step n the average moves towards the weights: a ← a + (1 − dₙ)(p − a). Without warm-up it starts at the
/// weights as they are, and dₙ = d. With warm-up dₙ = d (1 − dⁿ⁻¹)/(1 − dⁿ): then a is (1 − d) Σ dⁿ⁻ᵏ pₖ over
/// (1 − dⁿ), the average with Adam's correction of its bias, in which the weights before the first step have no part.
/// </para>
/// <para>
/// Polyak and Juditsky, "Acceleration of Stochastic Approximation by Averaging", 1992; Kingma and Ba, 2015,
/// arXiv:1412.6980, section 3. Buffers, such as the running statistics of a norm, are not averaged.
/// </para>
/// </remarks>
public sealed class WeightAverage<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Slot[] _slots;

    // Where the weights wait while the average takes their place; made by the first swap.
    private View<T> _scratch;

    /// <summary>Starts at the weights as they are.</summary>
    /// <param name="module">The model.</param>
    /// <param name="decay">d, how much of the average stays in a step: 0 or more, less than 1.</param>
    /// <param name="warmUp">Whether to correct the bias towards the start.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of range.</exception>
    public WeightAverage(Module<T> module, double decay, bool warmUp = false)
    {
        ArgumentNullException.ThrowIfNull(module);
        TrainingGuard.BelowOne(decay, nameof(WeightAverage<>));
        (Decay, WarmUp) = (decay, warmUp);

        // A parameter that is in the model twice is swapped once.
        _slots = [.. module.Parameters.DistinctBy(p => p.Variable).Select(p => new Slot(p))];
    }

    /// <summary>d, how much of the average stays in a step.</summary>
    public double Decay { get; }

    /// <summary>Whether the bias towards the start is corrected.</summary>
    public bool WarmUp { get; }

    /// <summary>n, the steps that are averaged.</summary>
    public int Updates { get; private set; }

    /// <summary>Whether the model holds the average now, and this object its weights.</summary>
    public bool IsSwapped { get; private set; }

    /// <summary>The average of one parameter; the parameter itself while they are swapped.</summary>
    /// <exception cref="ArgumentException">The model has no such parameter.</exception>
    public NdArray<T> this[Variable<T> parameter]
    {
        get
        {
            Slot? slot = Array.Find(_slots, s => s.Parameter.Variable == parameter);
            return slot?.Average ?? throw new ArgumentException(
                "WeightAverage: 'parameter' is none of the model's, expected one of those it was made with.",
                nameof(parameter));
        }
    }

    internal IEnumerable<(string Name, NdArray<T> Average)> Averages =>
        _slots.Select(slot => (slot.Parameter.Name, slot.Average));

    /// <summary>Moves the average towards the weights; to be called after every step of the optimiser.</summary>
    /// <exception cref="InvalidOperationException">The model holds the average.</exception>
    public void Update()
    {
        RequireInPlace(nameof(Update));
        Updates++;

        // 1 − dₙ; in the first step of a warm-up it is 1 and the average becomes the weights, to the bit.
        double weight = WarmUp ? (1 - Decay) / (1 - Math.Pow(Decay, Updates)) : 1 - Decay;
        bool copy = (WarmUp && Updates == 1) || weight == 1;
        Interpolate<T> step = new(T.CreateChecked(weight));
        foreach (Slot slot in _slots)
        {
            slot.Move(step, copy);
        }
    }

    /// <summary>
    /// Exchanges the model's weights and their average: once to evaluate by the average, once more to train on.
    /// </summary>
    public void Swap()
    {
        foreach (Slot slot in _slots)
        {
            NdArray<T> weights = slot.Parameter.Variable.Value;
            Exchange(weights.Backend, weights.Re, slot.Average.Re);
            if (weights.IsComplex)
            {
                Exchange(weights.Backend, weights.Im, slot.Average.Im);
            }
        }

        IsSwapped = !IsSwapped;
    }

    /// <summary>Goes on from a checkpoint, whose averages have been written already.</summary>
    internal void Continue(int updates) => (Updates, IsSwapped) = (updates, false);

    /// <exception cref="InvalidOperationException">The model holds the average.</exception>
    internal void RequireInPlace(string operation)
    {
        if (IsSwapped)
        {
            throw new InvalidOperationException(
                $"{operation}: the model holds the average of its weights, expected the weights; call Swap again "
                + "first.");
        }
    }

    private void Exchange(IBackend<T> backend, View<T> weights, View<T> average)
    {
        if (_scratch.Length < weights.Length)
        {
            int largest = _slots.Max(slot => slot.Average.Shape.Count);
            _scratch = new View<T>(backend.Allocate(largest), 0, largest);
        }

        View<T> scratch = _scratch.Slice(0, weights.Length);
        backend.Copy(weights, scratch);
        backend.Copy(average, weights);
        backend.Copy(scratch, average);
    }

    private sealed class Slot(Parameter<T> parameter)
    {
        private readonly BroadcastPlan _plan =
            BroadcastPlan.Create(parameter.Variable.Shape.Sizes, parameter.Variable.Shape.Sizes);

        internal Parameter<T> Parameter { get; } = parameter;

        internal NdArray<T> Average { get; } = parameter.Variable.Value.Copy();

        internal void Move(Interpolate<T> step, bool copy)
        {
            NdArray<T> weights = Parameter.Variable.Value;
            if (copy)
            {
                Average.Assign(weights);
                return;
            }

            weights.Backend.Binary(step, _plan, Average.Re, weights.Re, Average.Re);
            if (weights.IsComplex)
            {
                weights.Backend.Binary(step, _plan, Average.Im, weights.Im, Average.Im);
            }
        }
    }
}
