namespace Ssm.Core.Data;

/// <summary>How expressions are drawn; the defaults are the Long Range Arena's.</summary>
/// <remarks>Source: repository google-research/long-range-arena, <c>lra_benchmarks/data/listops.py</c>.</remarks>
public sealed record ListOpsOptions
{
    /// <summary>Expressions are longer than this many symbols.</summary>
    public int LongerThan { get; init; } = 500;

    /// <summary>Expressions are shorter than this many symbols.</summary>
    public int ShorterThan { get; init; } = 2000;

    /// <summary>The depth at which every node is a digit; the outermost node has depth 1.</summary>
    public int MaxDepth { get; init; } = 10;

    /// <summary>The most arguments of an operator; their number is uniform from 2.</summary>
    public int MaxArguments { get; init; } = 10;

    /// <summary>The probability that a node above the greatest depth is an operator.</summary>
    public double OperatorProbability { get; init; } = 0.25;
}
