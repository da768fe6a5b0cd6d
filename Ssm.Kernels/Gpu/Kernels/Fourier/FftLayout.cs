namespace Ssm.Kernels.Gpu;

/// <summary>What a group of a launch does.</summary>
internal readonly struct FftLayout(int points, int laneBits, int transforms, int radices, int radicesBack)
{
    /// <summary>The points of a transform.</summary>
    internal readonly int Points = points;

    /// <summary>A group does 2^this transforms.</summary>
    internal readonly int LaneBits = laneBits;

    /// <summary>All transforms.</summary>
    internal readonly int Transforms = transforms;

    /// <summary>The radices, four bits each, the first one lowest; and from the last one.</summary>
    internal readonly int Radices = radices;

    internal readonly int RadicesBack = radicesBack;

    /// <summary>Not zero where the results are turned: the first of the steps of a long transform.</summary>
    internal int Turns { get; init; }

    /// <summary>Not zero where real and imaginary part of the results are exchanged: the end of an inverse transform.
    /// </summary>
    internal int Swaps { get; init; }
}
