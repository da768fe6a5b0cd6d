namespace Ssm.Perf.Display;

/// <summary>How far the training of one model is.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Epoch">The epoch that is running or, when it is done, has just ended; from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Fraction">The part of this model's whole training that is done, 0 to 1.</param>
/// <param name="Loss">The latest training loss.</param>
/// <param name="TrainAccuracy">Share of the epoch's training samples so far that were right, 0 to 1.</param>
/// <param name="TestAccuracy">
/// Share of the test set that is right, 0 to 1; NaN before the first epoch has ended.
/// </param>
/// <param name="SamplesPerSecond">Training sequences per second.</param>
/// <param name="Elapsed">Time since this model's training began.</param>
/// <param name="EpochDone">Whether this is the last report of its epoch.</param>
internal sealed record TrainingProgress(
    string Model,
    int Epoch,
    int Epochs,
    double Fraction,
    double Loss,
    double TrainAccuracy,
    double TestAccuracy,
    double SamplesPerSecond,
    TimeSpan Elapsed,
    bool EpochDone)
{
    /// <summary>The time left, if the rest goes as what is done; null while nothing is.</summary>
    internal TimeSpan? Remaining => Fraction > 0 ? Elapsed * ((1 - Fraction) / Fraction) : null;
}
