namespace Ssm.Kernels;

/// <summary>The part of a selective scan that is worked on in the first-level cache.</summary>
/// <remarks>
/// Up to <see cref="Steps"/> steps of a column of channels, a column being a vector's. An array of a tile is
/// (columns, steps, lanes): what a loop over time walks is contiguous, whatever the stride of the rows in memory.
/// </remarks>
internal static class SelectiveTile<T>
    where T : unmanaged
{
    /// <summary>Time steps of a tile; also the distance of the states that are kept for the adjoint.</summary>
    internal const int Steps = SelectiveScanShape.CarrySteps;

    /// <summary>Channels of a tile: four cache lines of each row.</summary>
    internal static unsafe int Lanes => 256 / sizeof(T);

    /// <summary>Elements of an array of a tile.</summary>
    internal static int Elements => Steps * Lanes;

    /// <summary>Vectors of a tile's row.</summary>
    internal static int Columns => Lanes / Vector<T>.Count;
}
