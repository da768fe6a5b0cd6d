namespace Ssm.Core.Scaffolding;

/// <summary>The two forms of the GELU.</summary>
public enum Gelu
{
    /// <summary>x·Φ(x): PyTorch's default, S4's.</summary>
    Erf,

    /// <summary>By tanh: Flax's default, S5's and the LRU's.</summary>
    Tanh,
}
