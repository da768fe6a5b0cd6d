namespace Ssm.Core.Scaffolding;

/// <summary>The choices that make a gated scaffold around a state space.</summary>
public sealed record GatedStateSpaceOptions
{
    /// <summary>The width of the gate in multiples of the channels.</summary>
    public int Gate { get; init; } = 1;

    /// <summary>By how much the state space is narrower than the channels: it has H / this of them.</summary>
    public int Bottleneck { get; init; } = 1;

    /// <summary>Output channels of the state space for each of its channels.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Which GELU is applied, to the gate and after the state space.</summary>
    public Gelu Gelu { get; init; } = Gelu.Erf;

    /// <summary>Dropout rate after the state space and after the product, tied over time.</summary>
    public double Dropout { get; init; }
}
