namespace Ssm.Kernels.Gpu;

/// <summary>One of the transforms that a group does side by side: a line, or every n-th point of a line.</summary>
internal readonly struct FftLane(FftLine line, int start, int part, int factors)
{
    private readonly int _first = line.First;
    private readonly int _second = line.Second;

    /// <summary>The line's point that is this transform's first.</summary>
    internal readonly int Start = start;

    /// <summary>Which part of the line it is.</summary>
    internal readonly int Part = part;

    /// <summary>Which factors it meets.</summary>
    internal readonly int Factors = factors;

    internal FftLine Line => new(_first, _second);
}
