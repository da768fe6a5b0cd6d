using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Layers;

/// <summary>A layer that treats every time step alike and remembers nothing: its state has no numbers.</summary>
public abstract class PositionwiseLayer<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public sealed override int StateSize => 0;

    /// <inheritdoc/>
    public sealed override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        RequireState(GetType().Name, u, state);
        return (Forward(u, pass), state);
    }

    /// <inheritdoc/>
    public sealed override Variable<T> Forward(Variable<T> u, Segments segments, TrainingPass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(segments);
        segments.Require(GetType().Name, u);
        return segments.ZeroPadding(Forward(segments.ZeroPadding(u), pass));
    }

    /// <inheritdoc/>
    public sealed override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, Segments segments, TrainingPass? pass = null)
    {
        RequireState(GetType().Name, u, state);
        return (Forward(u, segments, pass), state);
    }
}
