namespace Ssm.Core.Layers;

/// <summary>How an optimiser treats a parameter: the groups of the papers' recipes.</summary>
public enum ParameterKind
{
    /// <summary>A weight: the global learning rate, with weight decay.</summary>
    Weight,

    /// <summary>A bias, or a scale of a norm: the global learning rate, no weight decay.</summary>
    NoDecay,

    /// <summary>A parameter of the recurrence (Λ, Δ, B): a learning rate of its own, no weight decay.</summary>
    StateSpace,
}
