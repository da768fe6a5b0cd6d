namespace Ssm.Core.Layers;

/// <summary>The choices that make a local attention; the defaults are those of the Griffin paper.</summary>
public sealed record LocalAttentionOptions
{
    /// <summary>Heads of the queries; there is one of keys and values. A divisor of H with H/heads a multiple of 4.
    /// </summary>
    public int Heads { get; init; } = 1;

    /// <summary>How many steps back a step sees, beside itself.</summary>
    public int Window { get; init; } = 1024;

    /// <summary>The wavelength of the rotary embedding.</summary>
    public double MaxWavelength { get; init; } = 10000;

    /// <summary>Layers of the whole model: the variance of the output map starts at 2/(layers·H).</summary>
    public int ModelLayers { get; init; } = 2;
}
