namespace Ssm.Core.Initialization;

/// <summary>The published initialisations of S4D: Gu, Gupta, Goel and Ré, 2022, arXiv:2206.11893.</summary>
public enum S4DInit
{
    /// <summary>λₙ = −½ + iπn.</summary>
    Lin,

    /// <summary>λₙ = −½ + i(N/π)(N/(2n + 1) − 1).</summary>
    Inv,

    /// <summary>λₙ = −½ + i(N/π)(N/(n + 1) − 1).</summary>
    Inv2,

    /// <summary>λₙ = −½ + i(1 + 2n)²/π.</summary>
    Quad,

    /// <summary>λₙ = −(n + 1).</summary>
    Real,

    /// <summary>The eigenvalues of HiPPO-LegS's normal part.</summary>
    LegS,

    /// <summary>λₙ = −½ + i·e^ξ with standard normal ξ.</summary>
    Rand,
}
