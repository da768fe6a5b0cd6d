namespace Ssm.Core.Models;

/// <summary>The column "discretisation" of Table I.</summary>
public enum CardDiscretization
{
    /// <summary>The bilinear (Tustin) map.</summary>
    Bilinear,

    /// <summary>Exact for inputs that are constant over a step (zero-order hold).</summary>
    Exact,

    /// <summary>Exact for A, one Euler step for B: Ā = exp(ΔA), B̄ = ΔB.</summary>
    ExactWithEulerInput,

    /// <summary>None: the system is discrete from the start.</summary>
    None,
}
