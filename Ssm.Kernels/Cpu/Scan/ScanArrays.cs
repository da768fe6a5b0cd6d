namespace Ssm.Kernels;

/// <summary>The arrays of a scan or of its adjoint, and how their sequences are walked.</summary>
/// <remarks>
/// In an adjoint <see cref="B"/> is dh, <see cref="H"/> is db, and the walk goes against that of the scan.
/// </remarks>
internal readonly unsafe struct ScanArrays<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal required PlanePointers<T> A { get; init; }

    internal required PlanePointers<T> B { get; init; }

    internal required PlanePointers<T> H0 { get; init; }

    internal required PlanePointers<T> H { get; init; }

    /// <summary>The outputs of the scan, for its adjoint.</summary>
    internal PlanePointers<T> Outputs { get; init; }

    internal PlanePointers<T> Da { get; init; }

    internal PlanePointers<T> Dh0 { get; init; }

    /// <summary>(B, L), or null for none.</summary>
    internal required bool* Resets { get; init; }

    internal required ScanShape Shape { get; init; }

    /// <summary>Whether the walk goes down in time.</summary>
    internal required bool Down { get; init; }

    /// <summary>Whether factors (C) are the same at every time.</summary>
    internal required bool Invariant { get; init; }

    /// <summary>Whether this is an adjoint.</summary>
    internal required bool Adjoint { get; init; }

    /// <summary>Whether results are stored past the caches.</summary>
    internal bool Streaming { get; init; }

    /// <summary>From one row of the walk to the next, in elements.</summary>
    internal nint Step => Down ? -Shape.Channels : Shape.Channels;

    /// <summary>The same with results that are stored like any other data: for who reads them again soon.</summary>
    internal ScanArrays<T> Cached() => new()
    {
        A = A,
        B = B,
        H0 = H0,
        H = H,
        Outputs = Outputs,
        Da = Da,
        Dh0 = Dh0,
        Resets = Resets,
        Shape = Shape,
        Down = Down,
        Invariant = Invariant,
        Adjoint = Adjoint,
        Streaming = false,
    };

    /// <summary>The walk over some channels of one sequence.</summary>
    internal ScanLine<T> Line(int batch, int channel, int channels)
    {
        nint row = ((nint)batch * Shape.Length) + (Down ? Shape.Length - 1 : 0);
        nint first = (row * Shape.Channels) + channel, step = Step;
        nint state = ((nint)batch * Shape.Channels) + channel;
        return new()
        {
            // The factor that an adjoint takes for a row is that of the row before it in its walk.
            A = A.At(Invariant ? channel : Adjoint ? first - step : first),
            AStep = Invariant ? 0 : step,
            B = B.At(first),
            H = H.AtIfExists(first),
            Outputs = Outputs.AtIfExists(first),
            Da = Invariant ? default : Da.AtIfExists(first),
            H0 = H0.AtIfExists(state),
            Step = step,
            Length = Shape.Length,
            Channels = channels,
            Starts = new(Resets == null ? null : Resets + row, Down, Adjoint),
            Streaming = Streaming && channels > ScanNarrowLoops.MostChannels<T>(),
        };
    }
}
