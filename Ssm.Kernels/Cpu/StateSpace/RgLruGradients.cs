namespace Ssm.Kernels;

/// <summary>What the adjoint of the recurrence of RG-LRU writes; none may overlap anything else.</summary>
public readonly ref struct RgLruGradients<T>
    where T : unmanaged
{
    /// <summary>The gradient of x: (B, L, C).</summary>
    public required Span<T> X { get; init; }

    /// <summary>The gradient of the recurrence gate before σ: (B, L, C).</summary>
    public required Span<T> RecurrenceGate { get; init; }

    /// <summary>The gradient of the input gate before σ: (B, L, C).</summary>
    public required Span<T> InputGate { get; init; }

    /// <summary>The gradient of the rate: (C).</summary>
    public required Span<T> Rate { get; init; }

    /// <summary>The gradient of the initial states: (B, C), or empty when not wanted.</summary>
    public Span<T> Initial { get; init; }
}
