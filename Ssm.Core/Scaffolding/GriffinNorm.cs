namespace Ssm.Core.Scaffolding;

/// <summary>The norm of a block of Griffin.</summary>
public enum GriffinNorm
{
    /// <summary>x/√(mean x² + 1e-6) ⊙ (1 + w), as in RecurrentGemma.</summary>
    OffsetRms,

    /// <summary>x/‖x‖·√H ⊙ γ, as in ssm-benchmark.</summary>
    L2,
}
