namespace Ssm.Kernels;

/// <summary>What the pieces of a scan share: where the arrays lie and how the sequences are walked.</summary>
internal readonly struct ScanWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal required PlanePointers<T> A { get; init; }

    internal required PlanePointers<T> B { get; init; }

    internal required PlanePointers<T> H0 { get; init; }

    internal required PlanePointers<T> H { get; init; }

    internal required ScanShape Shape { get; init; }

    /// <summary>True for h[t] from h[t + 1].</summary>
    internal required bool Reversed { get; init; }

    /// <summary>True for factors (C) that are the same at every time.</summary>
    internal required bool Invariant { get; init; }

    internal ScanTiles Tiles => new(Shape);

    /// <summary>From one row to the next of the walk, in elements.</summary>
    internal nint Step => Reversed ? -Shape.Channels : Shape.Channels;

    /// <summary>The same for the factors.</summary>
    internal nint FactorStep => Invariant ? 0 : Step;

    /// <summary>The element at which the walk over a sequence begins, at a channel.</summary>
    internal nint First(int batch, int channel)
    {
        nint row = Reversed ? Shape.Length - 1 : 0;
        return ((((nint)batch * Shape.Length) + row) * Shape.Channels) + channel;
    }

    /// <summary>The same for the factors.</summary>
    internal nint FirstFactor(int batch, int channel) => Invariant ? channel : First(batch, channel);
}
