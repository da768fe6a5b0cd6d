namespace Ssm.Kernels;

/// <summary>The sizes of a Vandermonde product: v and z are (H, N), the kernel is (L, H).</summary>
/// <param name="Length">Time steps, L.</param>
/// <param name="Channels">Channels, H.</param>
/// <param name="Modes">Modes of each channel, N.</param>
public readonly record struct VandermondeShape(int Length, int Channels, int Modes);
