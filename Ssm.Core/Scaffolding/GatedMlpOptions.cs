namespace Ssm.Core.Scaffolding;

/// <summary>The choices that make a gated MLP; the defaults are those of RecurrentGemma.</summary>
public sealed record GatedMlpOptions
{
    /// <summary>Which GELU the gate applies.</summary>
    public Gelu Gelu { get; init; } = Gelu.Tanh;

    /// <summary>Whether the linear maps have biases.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Layers of the whole model: the variance of the output map starts at 2/(layers·F).</summary>
    public int ModelLayers { get; init; } = 2;
}
