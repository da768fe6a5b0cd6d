namespace Ssm.Core.Scaffolding;

/// <summary>The choices that make a residual block around a state space.</summary>
public sealed record BlockOptions
{
    /// <summary>The gated unit after the state space.</summary>
    public Glu Glu { get; init; } = Glu.Full;

    /// <summary>Which GELU the unit applies.</summary>
    public Gelu Gelu { get; init; } = Gelu.Erf;

    /// <summary>The norm.</summary>
    public Norm Norm { get; init; } = Norm.Layer;

    /// <summary>Whether the norm comes before the state space, or after the residual sum.</summary>
    public bool PreNorm { get; init; } = true;

    /// <summary>
    /// Whether the input is multiplied by a learned scalar λ, which starts at 1, before it is added: the lambda skip
    /// connection of arXiv:2410.10609, and of the later experiments of jsie7/ssm-benchmark.
    /// </summary>
    public bool LearnedSkip { get; init; }

    /// <summary>Dropout rate.</summary>
    public double Dropout { get; init; }

    /// <summary>The weight of a batch in the running statistics of <see cref="Norm.BatchFlax"/>.</summary>
    public double BatchNormMomentum { get; init; } = 0.1;
}
