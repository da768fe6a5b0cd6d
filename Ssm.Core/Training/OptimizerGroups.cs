using System.Numerics;
using Ssm.Core.Layers;

namespace Ssm.Core.Training;

/// <summary>The parameter groups of the published recipes.</summary>
public static class OptimizerGroups
{
    /// <summary>
    /// The three groups that state space models are trained with: weights, biases and norms without decay, and the
    /// recurrence's own parameters without decay at a learning rate of their own.
    /// </summary>
    /// <remarks>
    /// Which group a parameter is in is its <see cref="ParameterKind"/>. S4 and S4D train A and B at 0.001 while the
    /// rest has 0.004 to 0.01 (repository state-spaces/s4, <c>src/utils/optim_groups.py</c>); S5's groups "ssm" and
    /// "regular" are the same idea (lindermanlab/S5, <c>s5/train_helpers.py</c>). Empty groups are left out.
    /// </remarks>
    /// <param name="module">The model.</param>
    /// <param name="learningRate">The global learning rate.</param>
    /// <param name="stateSpaceLearningRate">The rate of <see cref="ParameterKind.StateSpace"/>.</param>
    /// <param name="weightDecay">The decay of <see cref="ParameterKind.Weight"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate or the decay is negative or not finite.</exception>
    public static IReadOnlyList<ParameterGroup<T>> ForStateSpaceModels<T>(
        Module<T> module, double learningRate, double stateSpaceLearningRate, double weightDecay)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(module);
        TrainingGuard.NotNegative(learningRate, nameof(ForStateSpaceModels));
        TrainingGuard.NotNegative(stateSpaceLearningRate, nameof(ForStateSpaceModels));
        TrainingGuard.NotNegative(weightDecay, nameof(ForStateSpaceModels));
        List<Parameter<T>> parameters = [.. module.Parameters];
        ParameterGroup<T>[] groups =
        [
            new("weights", learningRate, weightDecay, parameters.Where(p => p.Kind == ParameterKind.Weight)),
            new("no decay", learningRate, 0, parameters.Where(p => p.Kind == ParameterKind.NoDecay)),
            new("state space", stateSpaceLearningRate, 0, parameters.Where(p => p.Kind == ParameterKind.StateSpace)),
        ];
        return [.. groups.Where(group => group.Members.Count > 0)];
    }
}
