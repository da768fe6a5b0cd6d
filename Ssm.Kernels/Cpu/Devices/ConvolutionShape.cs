namespace Ssm.Kernels;

/// <summary>The sizes of a causal convolution: u and y are (B, L, H), the kernel is (K, H).</summary>
/// <param name="Batch">Sequences, B.</param>
/// <param name="Length">Time steps, L.</param>
/// <param name="Taps">Kernel taps, K.</param>
/// <param name="Channels">Channels, H.</param>
public readonly record struct ConvolutionShape(int Batch, int Length, int Taps, int Channels);
