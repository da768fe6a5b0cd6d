using Ssm.Core.Initialization;

namespace Ssm.Core.Models;

/// <summary>The choices that make an RG-LRU; the defaults are those of RecurrentGemma.</summary>
public sealed record RgLruOptions
{
    /// <summary>The variant of jsie7/ssm-benchmark: dense gates, √(1 − a² + 1e-6) at every step.</summary>
    public static RgLruOptions SsmBenchmark { get; } = new()
    {
        GateBlocks = 0,
        Init = RgLruInit.GridUniform,
        LargestSlope = double.PositiveInfinity,
        Epsilon = 1e-6,
        UnitInputAtStart = false,
    };

    /// <summary>Blocks of the gates' block-diagonal matrices, a divisor of E; 0 for dense linear layers.</summary>
    public int GateBlocks { get; init; } = 1;

    /// <summary>Where Λ starts.</summary>
    public RgLruInit Init { get; init; } = RgLruInit.RecurrentGemma;

    /// <summary>
    /// The most that the slope of the root in √(1 − a²) may be in the backward pass; infinity for the true gradient.
    /// </summary>
    public double LargestSlope { get; init; } = 1000;

    /// <summary>Added under the root.</summary>
    public double Epsilon { get; init; }

    /// <summary>
    /// Whether the first input of a sequence is not multiplied by √(1 − a²): nothing has decayed that would need it.
    /// </summary>
    public bool UnitInputAtStart { get; init; } = true;
}
