namespace Ssm.Core.Models;

/// <summary>The two parametrisations of DSS: Gupta, Gu and Berant, 2022, arXiv:2203.14343, section 3.3.</summary>
public enum DssVariant
{
    /// <summary>Λ free, the modes normalised by a softmax over time.</summary>
    Softmax,

    /// <summary>Re Λ = −exp(a_re), no normalisation: the zero-order hold.</summary>
    Exp,
}
