namespace Ssm.Core.Training;

/// <summary>How a model does on a dataset.</summary>
/// <param name="Loss">The mean cross-entropy over the labels; NaN where there are none.</param>
/// <param name="Accuracy">The share of answers that are right, 0 to 1; NaN where there are none.</param>
/// <param name="Count">The number of labels: one a sequence, or one for each step that has one.</param>
public sealed record Evaluation(double Loss, double Accuracy, int Count);
