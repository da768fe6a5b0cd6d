namespace Ssm.Kernels;

/// <summary>Some rows of some channels of one sequence, in the order in which a recurrence walks them.</summary>
/// <remarks>
/// A walk back in time has a negative step. The factor of a row is the one its own state is made with; an adjoint's
/// factors lie one row behind its gradients, and its <see cref="A"/> already points there.
/// </remarks>
internal readonly struct ScanStretch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The factors of the first row.</summary>
    internal required PlanePointers<T> A { get; init; }

    /// <summary>From one row of factors to the next; 0 for factors that do not change with time.</summary>
    internal required nint AStep { get; init; }

    /// <summary>The inputs of the first row.</summary>
    internal required PlanePointers<T> B { get; init; }

    /// <summary>The states of the first row.</summary>
    internal required PlanePointers<T> H { get; init; }

    /// <summary>From one row of inputs and states to the next.</summary>
    internal required nint Step { get; init; }

    internal required int Rows { get; init; }

    internal required int Channels { get; init; }

    /// <summary>A part: rows of this stretch from one on.</summary>
    internal ScanStretch<T> Part(int row, int rows) => new()
    {
        A = A.At(row * AStep),
        AStep = AStep,
        B = B.At(row * Step),
        H = H.AtIfExists(row * Step),
        Step = Step,
        Rows = rows,
        Channels = Channels,
    };
}
