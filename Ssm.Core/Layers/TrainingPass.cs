using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>What a forward pass needs only while training: where dropout draws from.</summary>
/// <remarks>
/// Handed down through <c>Forward</c>; null means evaluation: no dropout, and norms use their running statistics.
/// </remarks>
/// <param name="Random">The source that dropout masks are drawn from, layer after layer.</param>
public sealed record TrainingPass(RandomSource Random)
{
    /// <summary>Which blocks are computed again in the backward pass, to save memory; none where absent.</summary>
    public RecomputePlan? Recompute { get; init; }

    /// <summary>
    /// Whether a block runs a second time, for its backward pass: what it updates beside its output, such as running
    /// statistics, was updated the first time.
    /// </summary>
    public bool IsAgain { get; init; }
}
