namespace Ssm.Kernels;

/// <summary>The rows of a tile in the arrays (B, L, D) of the adjoint; null is one that is not there or not wanted.
/// </summary>
internal readonly unsafe struct SelectiveGradientRow<T>
    where T : unmanaged
{
    internal required T* U { get; init; }

    internal required T* Delta { get; init; }

    internal required T* Gate { get; init; }

    internal required T* Dy { get; init; }

    internal required T* Du { get; init; }

    internal required T* Ddelta { get; init; }

    internal required T* Dgate { get; init; }

    /// <summary>From one step to the next.</summary>
    internal required nint Stride { get; init; }
}
