using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>AdamW: Adam with weight decay that does not pass through the moments.</summary>
/// <remarks>
/// Loshchilov and Hutter, 2019, arXiv:1711.05101: p ← p (1 − lr wd), then Adam's step. With AMSGrad (Reddi, Kale and
/// Kumar, 2018, arXiv:1904.09237) the greatest v so far takes the place of v in that step.
/// </remarks>
public sealed class AdamW<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AdamSettings _settings;

    /// <summary>An optimiser before its first step.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="beta1">β₁, how much of the mean gradient stays: 0 or more, less than 1.</param>
    /// <param name="beta2">β₂, how much of the mean square stays: 0 or more, less than 1.</param>
    /// <param name="epsilon">ε, added to the root of the mean square: 0 or more.</param>
    /// <param name="amsGrad">Whether to divide by the greatest mean square so far.</param>
    /// <exception cref="ArgumentException">A constant is out of range, or a parameter is in two groups.</exception>
    public AdamW(
        IEnumerable<ParameterGroup<T>> groups,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        bool amsGrad = false)
        : base(groups, amsGrad ? AdamMemory.MomentsAndGreatest : AdamMemory.Moments) =>
        _settings = AdamMemory.Settings("AdamW", beta1, beta2, epsilon);

    private protected override void Update(
        IBackend<T> backend,
        View<T> parameter,
        View<T> gradient,
        ReadOnlySpan<View<T>> memories,
        in OptimizerStep step)
    {
        AdamSettings settings = _settings.At(step);
        if (memories.Length == 3)
        {
            backend.AdamWAmsGrad(
                parameter, gradient, memories[0], memories[1], memories[2], settings, step.Number);
        }
        else
        {
            backend.AdamW(parameter, gradient, memories[0], memories[1], settings, step.Number);
        }
    }
}
