namespace Ssm.Kernels;

/// <summary>What a complex selective scan reads; an empty span is an operand that was left out.</summary>
/// <remarks>The sizes are those of a <see cref="SelectiveScanShape"/>; arrays are row-major, time before channels.
/// </remarks>
public readonly ref struct ComplexSelectiveScanOperands<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>u, the inputs: (B, L, D).</summary>
    public required ReadOnlySpan<T> U { get; init; }

    /// <summary>δ, the step sizes before bias and softplus: (B, L, D).</summary>
    public required ReadOnlySpan<T> Delta { get; init; }

    /// <summary>A, the rates: (D, N). Those with a negative real part decay.</summary>
    public required ReadOnlyPlanar<T> A { get; init; }

    /// <summary>B, the input weights: (B, L, G, N), or (D, N) where they are the same at every step.</summary>
    public required ReadOnlyPlanar<T> B { get; init; }

    /// <summary>C, the output weights: (B, L, G, N), or (D, N) where they are the same at every step.</summary>
    public required ReadOnlyPlanar<T> C { get; init; }

    /// <summary>D, the weight of the input in the output: (D), or empty for 0.</summary>
    public ReadOnlySpan<T> Skip { get; init; }

    /// <summary>z, whose SiLU multiplies the output: (B, L, D), or empty for none.</summary>
    public ReadOnlySpan<T> Gate { get; init; }

    /// <summary>What is added to δ: (D), or empty for 0.</summary>
    public ReadOnlySpan<T> DeltaBias { get; init; }

    /// <summary>The states before the first step: (B, D, N), or empty for 0.</summary>
    public ReadOnlyPlanar<T> Initial { get; init; }

    /// <summary>Where a sequence starts over, forgetting its state: (B, L), not 0 there; or empty.</summary>
    public ReadOnlySpan<int> Resets { get; init; }

    /// <summary>Whether Δ is softplus(δ + bias), or δ + bias itself.</summary>
    public bool Softplus { get; init; }

    /// <summary>The real planes alone: what a real scan of these sizes would read.</summary>
    internal SelectiveScanOperands<T> RealPlanes => new()
    {
        U = U,
        Delta = Delta,
        A = A.Re,
        B = B.Re,
        C = C.Re,
        Skip = Skip,
        Gate = Gate,
        DeltaBias = DeltaBias,
        Initial = Initial.Re,
        Resets = Resets,
        Softplus = Softplus,
    };
}
