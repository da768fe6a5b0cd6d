namespace Ssm.Kernels.Gpu;

/// <summary>Real lines two by two, each pair the real and imaginary part of a complex one.</summary>
/// <remarks>Transform (outer, inner) takes a line and the one that is <c>Distance</c> further on, where it exists.
/// </remarks>
internal readonly struct PairLayout(int start, int inner, int outerStep, int distance)
{
    private readonly int _start = start;
    private readonly int _inner = inner;
    private readonly int _outerStep = outerStep;
    private readonly int _distance = distance;

    // So that no other struct has the same numbers, nested otherwise: see FftFour.
    internal readonly short Kind = 0;

    /// <summary>The pairs that are complete: of the outer ones, and of the inner ones.</summary>
    internal int OuterPairs { get; init; } = int.MaxValue;

    internal int InnerPairs { get; init; } = int.MaxValue;

    /// <summary>From one point to the next.</summary>
    internal int Step { get; init; } = 1;

    /// <summary>The points that are there.</summary>
    internal int Points { get; init; }

    internal FftLine Line(int line)
    {
        int outer = line / _inner, inner = line % _inner;
        int first = _start + (outer * _outerStep) + inner;
        return new(first, outer < OuterPairs & inner < InnerPairs ? first + _distance : -1);
    }
}
