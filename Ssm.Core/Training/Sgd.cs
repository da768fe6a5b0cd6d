using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>Stochastic gradient descent, with momentum if wanted.</summary>
/// <remarks>
/// As PyTorch's: g ← g + wd p, b ← μ b + g with b = 0 before the first step, and p ← p − lr b; with Nesterov's momentum
/// p ← p − lr (g + μ b). Sutskever et al., "On the Importance of Initialization and Momentum in Deep Learning", 2013.
/// </remarks>
public sealed class Sgd<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _momentum;
    private readonly bool _nesterov;

    /// <summary>An optimiser before its first step.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="momentum">μ: 0 or more, less than 1.</param>
    /// <param name="nesterov">Whether to look ahead by Nesterov's momentum; needs a momentum above 0.</param>
    /// <exception cref="ArgumentException">
    /// The momentum is out of range, Nesterov's momentum is asked for without any, or a parameter is in two groups.
    /// </exception>
    public Sgd(IEnumerable<ParameterGroup<T>> groups, double momentum = 0, bool nesterov = false)
        : base(groups, momentum == 0 ? [] : ["momentum_buffer"])
    {
        TrainingGuard.BelowOne(momentum, nameof(Sgd<>));
        if (nesterov && momentum == 0)
        {
            throw new ArgumentException(
                "Sgd: 'nesterov' is true and 'momentum' is 0, expected a momentum above 0, such as 0.9.",
                nameof(nesterov));
        }

        (_momentum, _nesterov) = (momentum, nesterov);
    }

    private protected override void Update(
        IBackend<T> backend,
        View<T> parameter,
        View<T> gradient,
        ReadOnlySpan<View<T>> memories,
        in OptimizerStep step)
    {
        if (_momentum == 0)
        {
            backend.Sgd(parameter, gradient, step.LearningRate, step.WeightDecay);
        }
        else if (_nesterov)
        {
            backend.SgdNesterov(
                parameter, gradient, memories[0], step.LearningRate, _momentum, step.WeightDecay);
        }
        else
        {
            backend.SgdMomentum(
                parameter, gradient, memories[0], step.LearningRate, _momentum, step.WeightDecay);
        }
    }
}
