namespace Ssm.Kernels;

/// <summary>The sizes of a gated linear unit.</summary>
/// <param name="Batch">Sequences, B.</param>
/// <param name="Length">Time steps, L.</param>
/// <param name="Inputs">Channels in, H.</param>
/// <param name="Outputs">Channels out, O.</param>
public readonly record struct GatedUnitShape(int Batch, int Length, int Inputs, int Outputs);
