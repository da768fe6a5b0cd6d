namespace Ssm.Kernels;

/// <summary>What the recurrence of RG-LRU reads; an empty span is an operand that was left out.</summary>
/// <remarks>The sizes are those of a <see cref="ScanShape"/>; arrays are row-major, time before channels.</remarks>
public readonly ref struct RgLruOperands<T>
    where T : unmanaged
{
    /// <summary>x, the inputs: (B, L, C).</summary>
    public required ReadOnlySpan<T> X { get; init; }

    /// <summary>The recurrence gate before σ: (B, L, C).</summary>
    public required ReadOnlySpan<T> RecurrenceGate { get; init; }

    /// <summary>The input gate before σ: (B, L, C).</summary>
    public required ReadOnlySpan<T> InputGate { get; init; }

    /// <summary>−log a where the recurrence gate is fully open, 0 or more: (C).</summary>
    public required ReadOnlySpan<T> Rate { get; init; }

    /// <summary>The states before the first step: (B, C), or empty for 0.</summary>
    public ReadOnlySpan<T> Initial { get; init; }

    /// <summary>
    /// Where a sequence begins: (B, L), not 0 there; or empty. Such a step forgets the state, whatever it is, and takes
    /// its gated input whole.
    /// </summary>
    public ReadOnlySpan<int> Starts { get; init; }

    /// <summary>Whether all sequences begin with the first step, as if <see cref="Starts"/> said so.</summary>
    public bool Begins { get; init; }
}
