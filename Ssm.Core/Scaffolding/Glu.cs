namespace Ssm.Core.Scaffolding;

/// <summary>The gated linear units of lindermanlab/S5, with x₁ = gelu(x).</summary>
public enum Glu
{
    /// <summary>No gate: x₁.</summary>
    None,

    /// <summary>W₁x₁ ⊙ σ(W₂x₁): <c>full_glu</c>, S4's and the LRU's.</summary>
    Full,

    /// <summary>x₁ ⊙ σ(W₂x₁): <c>half_glu1</c>.</summary>
    Half1,

    /// <summary>x ⊙ σ(W₂x₁): <c>half_glu2</c>.</summary>
    Half2,
}
