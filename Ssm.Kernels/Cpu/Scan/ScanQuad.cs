namespace Ssm.Kernels;

/// <summary>Where four vectors lie that are stepped side by side: in one row, or in chunks of time.</summary>
/// <remarks>One vector waits for itself: the latency of two fused operations a step. Four fill that time.</remarks>
internal readonly struct ScanQuad<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>From the first vector's factors to the second's.</summary>
    internal required nint Factor1 { get; init; }

    /// <summary>To the third's.</summary>
    internal required nint Factor2 { get; init; }

    /// <summary>To the fourth's.</summary>
    internal required nint Factor3 { get; init; }

    /// <summary>From the first vector's inputs and states to the second's.</summary>
    internal required nint Row1 { get; init; }

    /// <summary>To the third's.</summary>
    internal required nint Row2 { get; init; }

    /// <summary>To the fourth's.</summary>
    internal required nint Row3 { get; init; }

    /// <summary>The first vector's state before; where rows are not kept, its last one in the end.</summary>
    internal required PlanePointers<T> Before0 { get; init; }

    /// <summary>The second's.</summary>
    internal required PlanePointers<T> Before1 { get; init; }

    /// <summary>The third's.</summary>
    internal required PlanePointers<T> Before2 { get; init; }

    /// <summary>The fourth's.</summary>
    internal required PlanePointers<T> Before3 { get; init; }
}
