namespace Ssm.Core.Training;

/// <summary>One point of the learning curves.</summary>
/// <param name="Epoch">Epochs done, from 1.</param>
/// <param name="Loss">Mean loss over the epoch's training sequences, each as it was when its batch came.</param>
/// <param name="TrainAccuracy">Share of those that were right, 0 to 1.</param>
/// <param name="TestLoss">Mean loss over the test set after the epoch.</param>
/// <param name="TestAccuracy">Share of the test set that is right, 0 to 1.</param>
/// <param name="ValidationAccuracy">Share of the validation set that is right; NaN where there is none.</param>
/// <param name="Seconds">Time spent on the run up to here.</param>
public sealed record EpochResult(
    int Epoch,
    double Loss,
    double TrainAccuracy,
    double TestLoss,
    double TestAccuracy,
    double ValidationAccuracy,
    double Seconds);
