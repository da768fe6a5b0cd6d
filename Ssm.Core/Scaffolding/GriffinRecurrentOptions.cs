namespace Ssm.Core.Scaffolding;

/// <summary>The choices that make a recurrent block of Griffin; the defaults are those of RecurrentGemma.</summary>
public sealed record GriffinRecurrentOptions
{
    /// <summary>Taps of the short convolution, 1 to 8.</summary>
    public int ConvolutionWidth { get; init; } = 4;

    /// <summary>Which GELU the gating branch applies.</summary>
    public Gelu Gelu { get; init; } = Gelu.Tanh;

    /// <summary>Whether the linear maps have biases; the convolution has one always.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Layers of the whole model: the variance of the output map starts at 2/(layers·E).</summary>
    public int ModelLayers { get; init; } = 2;

    /// <summary>
    /// The variance of the convolution's weights starts at this over its taps, its bias at 0; null for PyTorch's
    /// default of both.
    /// </summary>
    public double? ConvolutionVariance { get; init; } = 0.01;
}
