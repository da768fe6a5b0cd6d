namespace Ssm.Kernels;

/// <summary>The operands of RG-LRU's recurrence, or their gradients, as parts of a device's buffers.</summary>
public readonly record struct RgLruViews<T>
    where T : unmanaged
{
    /// <summary>x, the inputs: (B, L, C).</summary>
    public View<T> X { get; init; }

    /// <summary>The recurrence gate before σ: (B, L, C).</summary>
    public View<T> RecurrenceGate { get; init; }

    /// <summary>The input gate before σ: (B, L, C).</summary>
    public View<T> InputGate { get; init; }

    /// <summary>−log a where the recurrence gate is fully open: (C).</summary>
    public View<T> Rate { get; init; }

    /// <summary>The states before the first step: (B, C), or nothing.</summary>
    public View<T> Initial { get; init; }

    /// <summary>Of operands: whether all sequences begin with the first step.</summary>
    public bool Begins { get; init; }
}
