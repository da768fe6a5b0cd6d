using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Implementation;

/// <summary>A layer that multiplies its output by silu(z) in the same walk over memory.</summary>
internal interface IGatedLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The whole sequence, times the gate.</summary>
    /// <param name="u">(B, L, E).</param>
    /// <param name="z">(B, L, E).</param>
    Variable<T> ForwardGated(Variable<T> u, Variable<T> z);

    /// <summary>A chunk, times the gate.</summary>
    /// <param name="u">(B, L, E).</param>
    /// <param name="state">(B, StateSize).</param>
    /// <param name="z">(B, L, E).</param>
    (Variable<T> Y, Variable<T> State) ForwardGated(Variable<T> u, Variable<T> state, Variable<T> z);
}
