namespace Ssm.Kernels;

/// <summary>What the adjoint of a complex selective scan writes; an empty span is a gradient that is not wanted.
/// </summary>
/// <remarks>Each has the size of its operand in <see cref="ComplexSelectiveScanOperands{T}"/>, and none may overlap
/// anything else. A complex one is ∂L/∂Re + i ∂L/∂Im.</remarks>
public readonly ref struct ComplexSelectiveScanGradients<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The gradient of u: (B, L, D).</summary>
    public Span<T> U { get; init; }

    /// <summary>The gradient of δ: (B, L, D).</summary>
    public Span<T> Delta { get; init; }

    /// <summary>The gradient of A: (D, N).</summary>
    public Planar<T> A { get; init; }

    /// <summary>The gradient of B: (B, L, G, N), or (D, N).</summary>
    public Planar<T> B { get; init; }

    /// <summary>The gradient of C: (B, L, G, N), or (D, N).</summary>
    public Planar<T> C { get; init; }

    /// <summary>The gradient of the skip D: (D).</summary>
    public Span<T> Skip { get; init; }

    /// <summary>The gradient of z: (B, L, D); empty where there is no gate.</summary>
    public Span<T> Gate { get; init; }

    /// <summary>The gradient of the bias of δ: (D).</summary>
    public Span<T> DeltaBias { get; init; }

    /// <summary>The gradient of the initial states: (B, D, N).</summary>
    public Planar<T> Initial { get; init; }

    /// <summary>The real planes alone: what the adjoint of a real scan of these sizes would write.</summary>
    internal SelectiveScanGradients<T> RealPlanes => new()
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
    };
}
