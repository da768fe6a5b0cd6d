namespace Ssm.Kernels;

/// <summary>The operands of a complex selective scan, or their gradients, as parts of a device's buffers.</summary>
/// <remarks>The view of nothing is an operand that was left out, or a gradient that is not wanted.</remarks>
public readonly record struct ComplexSelectiveScanViews<T>
    where T : unmanaged
{
    /// <summary>u, the inputs: (B, L, D).</summary>
    public View<T> U { get; init; }

    /// <summary>δ, the step sizes before bias and softplus: (B, L, D).</summary>
    public View<T> Delta { get; init; }

    /// <summary>A, the rates: (D, N).</summary>
    public ComplexView<T> A { get; init; }

    /// <summary>B, the input weights: (B, L, G, N) or (D, N).</summary>
    public ComplexView<T> B { get; init; }

    /// <summary>C, the output weights: (B, L, G, N) or (D, N).</summary>
    public ComplexView<T> C { get; init; }

    /// <summary>D, the weight of the input in the output: (D).</summary>
    public View<T> Skip { get; init; }

    /// <summary>z, whose SiLU multiplies the output: (B, L, D).</summary>
    public View<T> Gate { get; init; }

    /// <summary>What is added to δ: (D).</summary>
    public View<T> DeltaBias { get; init; }

    /// <summary>The states before the first step: (B, D, N).</summary>
    public ComplexView<T> Initial { get; init; }
}
