using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>What a forward pass needs only while training: where dropout draws from.</summary>
/// <remarks>
/// Handed down through <c>Forward</c>; null means evaluation: no dropout, and norms use their running statistics.
/// </remarks>
/// <param name="Random">The source that dropout masks are drawn from, layer after layer.</param>
public sealed record TrainingPass(RandomSource Random);
