using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>Adam, with the weight decay added to the gradient (an L2 penalty).</summary>
/// <remarks>
/// Kingma and Ba, 2015, arXiv:1412.6980: g ← g + wd p, m ← β₁ m + (1−β₁) g, v ← β₂ v + (1−β₂) g²,
/// p ← p − lr m̂/(√v̂ + ε), with m̂ = m/(1−β₁^k) and v̂ = v/(1−β₂^k).
/// </remarks>
public sealed class Adam<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AdamSettings _settings;

    /// <summary>An optimiser before its first step.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="beta1">β₁, how much of the mean gradient stays: 0 or more, less than 1.</param>
    /// <param name="beta2">β₂, how much of the mean square stays: 0 or more, less than 1.</param>
    /// <param name="epsilon">ε, added to the root of the mean square: 0 or more.</param>
    /// <exception cref="ArgumentException">A constant is out of range, or a parameter is in two groups.</exception>
    public Adam(
        IEnumerable<ParameterGroup<T>> groups, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : base(groups, AdamMemory.Moments) => _settings = AdamMemory.Settings("Adam", beta1, beta2, epsilon);

    private protected override void Update(
        IBackend<T> backend,
        View<T> parameter,
        View<T> gradient,
        ReadOnlySpan<View<T>> memories,
        in OptimizerStep step) =>
        backend.Adam(parameter, gradient, memories[0], memories[1], _settings.At(step), step.Number);
}
