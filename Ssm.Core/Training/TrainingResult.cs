namespace Ssm.Core.Training;

/// <summary>What a run gave.</summary>
/// <param name="Epochs">One point per epoch, in order, those before a resume included.</param>
/// <param name="Best">
/// The epoch with the best validation accuracy, or test accuracy where the task has no validation data; the earlier of
/// two that are equal.
/// </param>
/// <param name="SamplesPerSecond">Training sequences per second, evaluations not counted.</param>
/// <param name="Seconds">Time spent, evaluations included.</param>
public sealed record TrainingResult(
    IReadOnlyList<EpochResult> Epochs, EpochResult Best, double SamplesPerSecond, double Seconds)
{
    /// <summary>The last epoch.</summary>
    public EpochResult Last => Epochs[^1];
}
