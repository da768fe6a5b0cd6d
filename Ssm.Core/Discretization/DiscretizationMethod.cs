namespace Ssm.Core.Discretization;

/// <summary>How a continuous system becomes a discrete one.</summary>
public enum DiscretizationMethod
{
    /// <summary>Zero-order hold, exact for inputs that are constant over a step.</summary>
    ZeroOrderHold,

    /// <summary>The bilinear (Tustin) map.</summary>
    Bilinear,
}
