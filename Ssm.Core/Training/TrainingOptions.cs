namespace Ssm.Core.Training;

/// <summary>How a model is trained: the recipe but for the model and the data.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training data: 1 or more.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Sequences per step: 1 or more.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Sequences per batch of an evaluation, which changes memory and speed only: 1 or more.</summary>
    public int EvaluationBatchSize { get; init; } = 64;

    /// <summary>Whether sequences that do not fill the last batch of an epoch are left out of it.</summary>
    public bool DropPartial { get; init; }

    /// <summary>The global learning rate: finite, 0 or more.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The learning rate of the recurrence's own parameters: finite, 0 or more.</summary>
    public double StateSpaceLearningRate { get; init; } = 0.001;

    /// <summary>The weight decay of weights, decoupled as in AdamW: finite, 0 or more.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>The share of all steps in which the learning rate rises from 0: 0 to 1.</summary>
    public double WarmupShare { get; init; } = 0.1;

    /// <summary>The joint norm that gradients are scaled down to: above 0; null leaves them as they are.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The seed of the order of the data and of dropout.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Makes the schedule for a number of steps; null for warm-up and a cosine to 0. It is not saved with a
    /// checkpoint: a run that resumes has to be given the same one.
    /// </summary>
    public Func<int, ISchedule>? Schedule { get; init; }

    /// <summary>The schedule for a run of so many steps.</summary>
    internal ISchedule CreateSchedule(int steps) =>
        Schedule?.Invoke(steps) ?? new WarmupCosineSchedule((int)(WarmupShare * steps), steps);

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void Check()
    {
        const string Operation = nameof(TrainingOptions);
        TrainingGuard.AtLeast(Epochs, 1, Operation);
        TrainingGuard.AtLeast(BatchSize, 1, Operation);
        TrainingGuard.AtLeast(EvaluationBatchSize, 1, Operation);
        TrainingGuard.NotNegative(LearningRate, Operation);
        TrainingGuard.NotNegative(StateSpaceLearningRate, Operation);
        TrainingGuard.NotNegative(WeightDecay, Operation);
        TrainingGuard.Share(WarmupShare, Operation);
        if (ClipNorm is { } clip)
        {
            TrainingGuard.Positive(clip, Operation, nameof(ClipNorm));
        }
    }
}
