namespace Ssm.Core.Models;

/// <summary>The column "scaffolding" of Table I: the block that a model stands in.</summary>
public enum CardScaffolding
{
    /// <summary>A gated linear unit behind it, inside a residual connection.</summary>
    Mlp,

    /// <summary>Two state spaces and two products, in the place of attention: "Hungry Hungry Hippos".</summary>
    H3,

    /// <summary>A convolution before it and a gate beside it, in one block without an MLP.</summary>
    Mamba,

    /// <summary>A convolution before it and a gate beside it, then a gated MLP.</summary>
    Hawk,

    /// <summary>Blocks as of Hawk, every third one with local attention in the recurrence's place.</summary>
    Griffin,
}
