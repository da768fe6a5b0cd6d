namespace Ssm.Core.Training;

/// <summary>How a model does on a dataset.</summary>
/// <param name="Loss">The mean cross-entropy; NaN where there are no sequences.</param>
/// <param name="Accuracy">The share of sequences that are right, 0 to 1; NaN where there are none.</param>
/// <param name="Count">The number of sequences.</param>
public sealed record Evaluation(double Loss, double Accuracy, int Count);
