namespace Ssm.Perf.Reports;

/// <summary>One point of the learning curves.</summary>
/// <param name="Epoch">Epochs done, from 1.</param>
/// <param name="Loss">Mean training loss over the epoch.</param>
/// <param name="TrainAccuracy">Share of the training set that is right, 0 to 1.</param>
/// <param name="TestAccuracy">Share of the test set that is right, 0 to 1.</param>
/// <param name="Seconds">Time since training began.</param>
internal sealed record EpochPoint(int Epoch, double Loss, double TrainAccuracy, double TestAccuracy, double Seconds);
