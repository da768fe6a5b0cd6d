namespace Ssm.Kernels.Gpu;

/// <summary>
/// Which points of which lines the transforms of a launch are: transform (outer, part, inner) is a part of line
/// (outer, inner), the inner ones neighbours in memory.
/// </summary>
internal readonly struct FftMap(int inner, int parts, int step)
{
    internal readonly int Inner = inner;
    internal readonly int Parts = parts;

    /// <summary>From one point of a transform to its next, in points of the line.</summary>
    internal readonly int Step = step;

    /// <summary>Parts (high, low) start at high · HighStep + low · LowStep, with so many low ones.</summary>
    internal int Lows { get; init; } = parts;

    internal int LowStep { get; init; }

    internal int HighStep { get; init; }

    /// <summary>Whether neighbouring threads take neighbouring points, instead of neighbouring transforms.</summary>
    internal bool PointsFirst => Step == 1 && Inner < 8;

    internal int Part(int transform) => transform / Inner % Parts;

    internal int Line(int transform) => (transform / (Inner * Parts) * Inner) + (transform % Inner);

    internal int Start(int part) => (part / Lows * HighStep) + (part % Lows * LowStep);
}
