namespace Ssm.Kernels;

/// <summary>What the pieces of a <see cref="DiagonalScan"/> share.</summary>
internal readonly struct DiagonalScanWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal required ScanArrays<T> Arrays { get; init; }

    /// <summary>(B, C), where the last states alone are wanted.</summary>
    internal required PlanePointers<T> Last { get; init; }

    /// <summary>Rows to work with, each (B, C).</summary>
    internal required PlanePointers<T> Scratch { get; init; }

    /// <summary>A part of a row to work with.</summary>
    internal PlanePointers<T> Row(int row, nint state) =>
        Scratch.AtIfExists(((nint)row * Arrays.Shape.StateElements) + state);

    /// <summary>Where the state of a channel of a sequence lies in an array (B, C).</summary>
    internal nint State(int batch, int channel) => ((nint)batch * Arrays.Shape.Channels) + channel;
}
