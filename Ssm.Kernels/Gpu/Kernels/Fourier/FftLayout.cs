namespace Ssm.Kernels.Gpu;

/// <summary>What a group of a launch does.</summary>
internal readonly struct FftLayout(int points, int laneBits, int transforms, FftMap source, FftMap target)
{
    /// <summary>The points of a transform.</summary>
    internal readonly int Points = points;

    /// <summary>A group does 2^this transforms.</summary>
    internal readonly int LaneBits = laneBits;

    /// <summary>All transforms.</summary>
    internal readonly int Transforms = transforms;

    internal readonly FftMap Source = source;
    internal readonly FftMap Target = target;

    /// <summary>The radices, four bits each, the first one lowest; and from the last one.</summary>
    internal int Radices { get; init; }

    internal int RadicesBack { get; init; }

    /// <summary>Not zero where the results are turned: the first of the steps of a long transform.</summary>
    internal int Turns { get; init; }
}
