namespace Ssm.Core.Models;

/// <summary>Whether the matrices of a state space depend on time: the column "parametrisation" of Table I.</summary>
public enum TimeVariance
{
    /// <summary>Linear time-invariant: the same at every step.</summary>
    Invariant,

    /// <summary>Linear time-varying: made from the input at every step.</summary>
    Varying,
}
