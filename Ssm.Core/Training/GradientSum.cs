using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>The sum of the gradients of several passes: of the parts of a batch, or of the chunks of a
/// sequence.</summary>
/// <remarks>
/// <para>
/// A batch that is too large for memory goes through the model in parts, and the optimiser takes one step with the sum.
/// For the sum to be the gradient of the whole batch's mean loss, each part's mean is played back from the part's share
/// of the batch: <c>tape.Backward(mean, share)</c>, the shares adding up to 1.
/// </para>
/// <para>
/// Passes are added in the order in which they come, so the bits do not depend on the threads. The first one is copied:
/// no gradient is changed, and none is needed after <see cref="Add"/>. Memory is taken once and used again after
/// <see cref="Clear"/>.
/// </para>
/// </remarks>
public sealed class GradientSum<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<Variable<T>, Slot> _slots = [];

    /// <summary>A sum of nothing yet.</summary>
    /// <param name="variables">What gradients are summed of: a model's parameters.</param>
    public GradientSum(IEnumerable<Variable<T>> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        foreach (Variable<T> variable in variables)
        {
            _slots[variable] = new Slot(variable.Shape);
        }
    }

    /// <summary>The sum for one variable; null where no pass had a gradient for it.</summary>
    public NdArray<T>? this[Variable<T> variable] =>
        _slots.TryGetValue(variable, out Slot? slot) && !slot.IsEmpty ? slot.Sum : null;

    /// <summary>Adds a pass.</summary>
    public void Add(Gradients<T> gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        foreach ((Variable<T> variable, Slot slot) in _slots)
        {
            if (gradients[variable] is { } gradient)
            {
                slot.Add(gradient);
            }
        }
    }

    /// <summary>Makes it a sum of nothing again.</summary>
    public void Clear()
    {
        foreach (Slot slot in _slots.Values)
        {
            slot.IsEmpty = true;
        }
    }

    private sealed class Slot(Shape shape)
    {
        private readonly BroadcastPlan _plan = BroadcastPlan.Create(shape.Sizes, shape.Sizes);

        internal NdArray<T>? Sum { get; private set; }

        internal bool IsEmpty { get; set; } = true;

        internal void Add(NdArray<T> gradient)
        {
            if (Sum is null)
            {
                Sum = gradient.Copy();
            }
            else if (IsEmpty)
            {
                Sum.Assign(gradient);
            }
            else
            {
                Sum.Backend.Binary(new Add<T>(), _plan, Sum.Re, gradient.Re, Sum.Re);
                if (Sum.IsComplex)
                {
                    Sum.Backend.Binary(new Add<T>(), _plan, Sum.Im, gradient.Im, Sum.Im);
                }
            }

            IsEmpty = false;
        }
    }
}
