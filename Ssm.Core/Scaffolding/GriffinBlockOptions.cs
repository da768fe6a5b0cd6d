namespace Ssm.Core.Scaffolding;

/// <summary>The choices that make a residual block of Griffin; the defaults are those of RecurrentGemma.</summary>
public sealed record GriffinBlockOptions
{
    /// <summary>The norm before both halves.</summary>
    public GriffinNorm Norm { get; init; } = GriffinNorm.OffsetRms;

    /// <summary>
    /// Whether the residual stream is multiplied by a learned scalar, which starts at 1, before each half is added.
    /// </summary>
    public bool LearnedSkip { get; init; }

    /// <summary>Dropout rate, of the whole stream after each half, as in ssm-benchmark.</summary>
    public double Dropout { get; init; }
}
