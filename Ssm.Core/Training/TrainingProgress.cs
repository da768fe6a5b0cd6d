namespace Ssm.Core.Training;

/// <summary>How far a run is; reported after every step and at the end of every epoch.</summary>
/// <param name="Epoch">The epoch that is running or, when it is done, has just ended; from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Loss">The mean loss of the latest batch; of the whole epoch when it is done.</param>
/// <param name="TrainAccuracy">Share of the epoch's training sequences so far that were right, 0 to 1.</param>
/// <param name="TestAccuracy">Share of the test set that is right, 0 to 1; NaN before the first epoch is done.</param>
/// <param name="SamplesPerSecond">Training sequences per second of this run, evaluations not counted.</param>
/// <param name="Elapsed">Time spent on this run, earlier parts of a resumed one included.</param>
/// <param name="EpochDone">Whether the epoch has ended and was evaluated.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    int Step,
    int Steps,
    double Loss,
    double TrainAccuracy,
    double TestAccuracy,
    double SamplesPerSecond,
    TimeSpan Elapsed,
    bool EpochDone);
