namespace Ssm.Kernels;

/// <summary>What the adjoint of a selective scan writes; an empty span is a gradient that is not wanted.</summary>
/// <remarks>Each has the size of its operand in <see cref="SelectiveScanOperands{T}"/>, and none may overlap anything
/// else.</remarks>
public readonly ref struct SelectiveScanGradients<T>
    where T : unmanaged
{
    /// <summary>The gradient of u: (B, L, D).</summary>
    public Span<T> U { get; init; }

    /// <summary>The gradient of δ: (B, L, D).</summary>
    public Span<T> Delta { get; init; }

    /// <summary>The gradient of A: (D, N).</summary>
    public Span<T> A { get; init; }

    /// <summary>The gradient of B: (B, L, G, N), or (D, N).</summary>
    public Span<T> B { get; init; }

    /// <summary>The gradient of C: (B, L, G, N), or (D, N).</summary>
    public Span<T> C { get; init; }

    /// <summary>The gradient of the skip D: (D).</summary>
    public Span<T> Skip { get; init; }

    /// <summary>The gradient of z: (B, L, D); empty where there is no gate.</summary>
    public Span<T> Gate { get; init; }

    /// <summary>The gradient of the bias of δ: (D).</summary>
    public Span<T> DeltaBias { get; init; }

    /// <summary>The gradient of the initial states: (B, D, N).</summary>
    public Span<T> Initial { get; init; }
}
