namespace Ssm.Core.Models;

/// <summary>The choices that make an LRU layer; the defaults are those of minimal-LRU.</summary>
public sealed record LruOptions
{
    /// <summary>Modes N.</summary>
    public int Modes { get; init; } = 64;

    /// <summary>Smallest |λ| at the start.</summary>
    public double RMin { get; init; }

    /// <summary>Largest |λ| at the start.</summary>
    public double RMax { get; init; } = 1.0;

    /// <summary>Largest phase of λ at the start, in radians.</summary>
    public double MaxPhase { get; init; } = 6.28;

    /// <summary>Whether a second scan runs backwards in time, with an output matrix of its own.</summary>
    public bool Bidirectional { get; init; }
}
