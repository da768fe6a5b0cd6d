namespace Ssm.Core.Scaffolding;

/// <summary>The choices that make a Mamba mixer around a layer; the defaults are those of the paper's code.</summary>
public sealed record MambaMixerOptions
{
    /// <summary>Channels of the layer inside, E; 0 for twice those outside.</summary>
    public int InnerChannels { get; init; }

    /// <summary>Taps of the convolution before the inner layer, 1 to 8.</summary>
    public int ConvolutionWidth { get; init; } = 4;

    /// <summary>Whether the convolution has a bias.</summary>
    public bool ConvolutionBias { get; init; } = true;

    /// <summary>Whether the linear maps in and out have biases.</summary>
    public bool Bias { get; init; }

    /// <summary>
    /// How many residual branches the model adds up: the map out starts smaller by the root of it; 0 for as it is.
    /// </summary>
    public int ResidualBranches { get; init; }

    /// <summary>E for a number of channels outside.</summary>
    internal int InnerFor(int channels) => InnerChannels == 0 ? checked(2 * channels) : InnerChannels;
}
