namespace Ssm.Core.Scaffolding;

/// <summary>The norm of a residual block.</summary>
public enum Norm
{
    /// <summary>No norm.</summary>
    None,

    /// <summary>Layer norm with ε = 1e-5, as in PyTorch.</summary>
    Layer,

    /// <summary>Layer norm with ε = 1e-6, as in Flax.</summary>
    LayerFlax,

    /// <summary>Batch norm with PyTorch's running statistics: momentum 0.1, unbiased.</summary>
    Batch,

    /// <summary>Batch norm with Flax's running statistics, biased; the momentum is the block's option.</summary>
    BatchFlax,
}
