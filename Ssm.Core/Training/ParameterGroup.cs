using System.Numerics;
using Ssm.Core.Layers;

namespace Ssm.Core.Training;

/// <summary>Parameters that an optimiser treats alike.</summary>
public sealed class ParameterGroup<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Puts parameters into a group.</summary>
    /// <param name="name">What the group is called in messages.</param>
    /// <param name="learningRate">The learning rate before a schedule's factor: finite, 0 or more.</param>
    /// <param name="weightDecay">The weight decay: finite, 0 or more.</param>
    /// <param name="members">The parameters, in the order of the model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate or the decay is negative or not finite.</exception>
    public ParameterGroup(string name, double learningRate, double weightDecay, IEnumerable<Parameter<T>> members)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(members);
        string group = $"Parameter group '{name}'";
        TrainingGuard.NotNegative(learningRate, group);
        TrainingGuard.NotNegative(weightDecay, group);
        (Name, LearningRate, WeightDecay, Members) = (name, learningRate, weightDecay, [.. members]);
    }

    /// <summary>What the group is called in messages.</summary>
    public string Name { get; }

    /// <summary>The learning rate before a schedule's factor.</summary>
    public double LearningRate { get; }

    /// <summary>The weight decay.</summary>
    public double WeightDecay { get; }

    /// <summary>The parameters, in the order of the model.</summary>
    public IReadOnlyList<Parameter<T>> Members { get; }
}
