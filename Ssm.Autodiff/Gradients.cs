namespace Ssm.Autodiff;

/// <summary>The gradients that backward passes have gathered, by variable.</summary>
/// <remarks>
/// For a real loss L and a complex variable z = x + iy the gradient is ∂L/∂x + i·∂L/∂y: the direction of steepest
/// ascent, as PyTorch stores it. Every pullback in <c>Op</c> follows this convention.
/// </remarks>
public sealed partial class Gradients<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<Variable<T>, Sum> _sums = [];

    /// <summary>The gradient with respect to a leaf; null where the loss does not depend on it.</summary>
    public NdArray<T>? this[Variable<T> variable] => _sums.TryGetValue(variable, out Sum sum) ? sum.Value : null;

    /// <summary>Adds a contribution to the gradient of <paramref name="variable"/>.</summary>
    /// <remarks>
    /// The contribution is first brought into the variable's own space, which is the adjoint of how it got out of it: a
    /// variable that was broadcast receives the sum over the copies, a real one that met complex numbers the real part.
    /// A variable that no tape watches is a constant and receives nothing.
    /// </remarks>
    public void Add(Variable<T> variable, NdArray<T> contribution)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(contribution);
        if (variable.Tape is null)
        {
            return;
        }

        NdArray<T> projected = NdMath.Project(contribution, variable.Array);
        _tape?.CheckGradient(variable, projected);

        // The first contribution is kept as it came, for a pullback may hand dy itself to two inputs; the second makes
        // a sum of its own; from the third on that sum is added to in place. Nobody writes into a foreign array.
        if (!_sums.TryGetValue(variable, out Sum sum))
        {
            Start(variable, projected);
        }
        else if (!sum.IsOwn)
        {
            Store(variable, new Sum(NdMath.Add(sum.Value, projected), IsOwn: true));
            Drop(sum);
        }
        else
        {
            NdMath.AddInPlace(sum.Value, projected);
        }
    }

    /// <summary>Removes and returns a gradient that is complete; the caller releases it.</summary>
    internal NdArray<T>? Take(Variable<T> variable)
    {
        if (!_sums.Remove(variable, out Sum sum))
        {
            return null;
        }

        _tape?.Details?.OnGradient?.Invoke(variable, sum.Value);
        return sum.Value;
    }

    // IsOwn: nobody else has the array, so it can be added to. IsLeafs: it outlives the pass.
    private readonly record struct Sum(NdArray<T> Value, bool IsOwn, bool IsLeafs = false);
}
