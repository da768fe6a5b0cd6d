namespace Ssm.Kernels;

/// <summary>Some rows of some channels of one sequence, in the order in which an adjoint walks them.</summary>
internal readonly struct AdjointStretch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The factor that the gradient before the first row is multiplied with.</summary>
    internal required PlanePointers<T> A { get; init; }

    /// <summary>From one row of factors to the next; 0 for factors that do not change with time.</summary>
    internal required nint AStep { get; init; }

    /// <summary>The gradients of the first row's states.</summary>
    internal required PlanePointers<T> Dh { get; init; }

    /// <summary>The state that the first row's own was made from.</summary>
    internal required PlanePointers<T> Before { get; init; }

    /// <summary>The gradients of the first row's inputs.</summary>
    internal required PlanePointers<T> Db { get; init; }

    /// <summary>The gradients of the first row's factors, where each row has its own.</summary>
    internal required PlanePointers<T> Da { get; init; }

    /// <summary>From one row to the next.</summary>
    internal required nint Step { get; init; }

    internal required int Rows { get; init; }

    internal required int Channels { get; init; }
}
