namespace Ssm.Kernels;

/// <summary>The sizes of a depthwise causal convolution over activations (B, L, H).</summary>
/// <param name="Batch">B, how many sequences.</param>
/// <param name="Length">L, how many time steps each has.</param>
/// <param name="Channels">H.</param>
/// <param name="Width">K, how many taps each channel's filter has: 1 to 8.</param>
public readonly record struct ConvolutionShape(int Batch, int Length, int Channels, int Width)
{
    /// <summary>The most taps that <see cref="CausalConv1d"/> has a loop for.</summary>
    public const int LargestWidth = 8;

    /// <summary>The number of elements of an array (B, L, H).</summary>
    /// <exception cref="OverflowException">It is more than a span can hold.</exception>
    public int Elements => checked(Batch * Length * Channels);

    /// <summary>The number of elements of the weight (K, H).</summary>
    public int WeightElements => checked(Width * Channels);

    /// <summary>The number of elements of the inputs before the first, (B, K − 1, H).</summary>
    public int PreviousElements => checked(Batch * (Width - 1) * Channels);
}
