namespace Ssm.Core.Training;

/// <summary>The constants of one parameter's step.</summary>
/// <param name="LearningRate">The group's rate times the schedule's factor.</param>
/// <param name="WeightDecay">The group's weight decay.</param>
/// <param name="Number">Which step of this parameter it is, from 1.</param>
public readonly record struct OptimizerStep(double LearningRate, double WeightDecay, int Number);
