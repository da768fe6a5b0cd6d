namespace Ssm.Autodiff;

/// <summary>The operands of <see cref="Op.SelectiveScan"/>. Real unless A is complex.</summary>
/// <remarks>Shapes: B sequences, L steps, D channels, N states a channel, G groups of channels.</remarks>
public sealed record SelectiveScanInputs<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>u: (B, L, D), real.</summary>
    public required Variable<T> U { get; init; }

    /// <summary>δ, the step sizes before bias and softplus: (B, L, D), real.</summary>
    public required Variable<T> Delta { get; init; }

    /// <summary>A, the rates: (D, N), real or complex. Those with a negative real part decay.</summary>
    public required Variable<T> A { get; init; }

    /// <summary>B, the input weights: (B, L, G, N), (B, L, N) for one group, or (D, N) where they are the same at every
    /// step.</summary>
    public required Variable<T> B { get; init; }

    /// <summary>C, the output weights, shaped like B or in another of its forms.</summary>
    public required Variable<T> C { get; init; }

    /// <summary>D, the weight of the input in the output: (D), real; 0 where absent.</summary>
    public Variable<T>? Skip { get; init; }

    /// <summary>z, whose SiLU multiplies the output: (B, L, D), real; none where absent.</summary>
    public Variable<T>? Gate { get; init; }

    /// <summary>What is added to δ: (D), real; 0 where absent.</summary>
    public Variable<T>? DeltaBias { get; init; }

    /// <summary>The states before the first step: (B, D, N); 0 where absent.</summary>
    public Variable<T>? Initial { get; init; }

    /// <summary>Where a sequence starts over, forgetting its state: (B, L), not 0 there; or absent.</summary>
    public Indices? Resets { get; init; }

    /// <summary>Whether Δ = softplus(δ + bias), as in Mamba, or δ + bias.</summary>
    public bool Softplus { get; init; } = true;

    /// <summary>The operands that gradients go to, in a fixed order.</summary>
    internal Variable<T>?[] Variables => [U, Delta, A, B, C, Skip, Gate, DeltaBias, Initial];
}
