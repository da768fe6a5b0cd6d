using Ssm.Autodiff;

namespace Ssm.Core.Training;

/// <summary>How a model is trained: the recipe but for the model and the data.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training data: 1 or more.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Sequences per step: 1 or more.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Sequences that go through the model at once: 1 to <see cref="BatchSize"/>; null for all of a batch.
    /// </summary>
    /// <remarks>
    /// A batch in parts takes the memory of one part. The gradients of the parts are summed, each weighed by its share
    /// of the batch, before clipping and the one step of the optimiser, so the step is that of the whole batch but for
    /// rounding, for dropout, whose masks are others, and for norms over the batch, which see one part at a time.
    /// </remarks>
    public int? MicroBatchSize { get; init; }

    /// <summary>
    /// Steps after which their losses are read from the device, which waits for it: 1 or more. It changes no bit.
    /// </summary>
    /// <remarks>
    /// With 1 a loss that is not finite stops the run before the step is taken. With more it is found up to so many
    /// steps later, when the parameters are spoiled. Progress is reported where losses are read; the last step of an
    /// epoch always is.
    /// </remarks>
    public int ReadEvery { get; init; } = 1;

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

    /// <summary>
    /// The blocks that are computed again in the backward pass, to save memory; none where absent. It changes no bit of
    /// the result. See <see cref="Scaffolding.LayerSequence{T}.PlanRecompute"/>.
    /// </summary>
    public RecomputePlan? Recompute { get; init; }

    /// <summary>The seed of the order of the data and of dropout.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Makes the schedule for a number of steps of the optimiser; null for warm-up and a cosine to 0, or a constant
    /// where there is a <see cref="Plateau"/>. It is not saved with a checkpoint: a run that resumes has to be given
    /// the same one.
    /// </summary>
    public Func<int, ISchedule>? Schedule { get; init; }

    /// <summary>When the learning rates fall because training gets no further; null for never.</summary>
    /// <remarks>
    /// After each epoch it is shown the loss (<see cref="PlateauMode.Min"/>) or the accuracy
    /// (<see cref="PlateauMode.Max"/>) on the validation data, or on the test data where the task has none.
    /// </remarks>
    public PlateauOptions? Plateau { get; init; }

    /// <summary>
    /// How much of the moving average of the weights stays in a step, 0 or more and less than 1; null for no average.
    /// Evaluations are made by the average.
    /// </summary>
    public double? AverageDecay { get; init; }

    /// <summary>Whether that average's bias towards its start is corrected; only with an average.</summary>
    public bool AverageWarmUp { get; init; }

    /// <summary>The schedule for a run of so many steps.</summary>
    internal ISchedule CreateSchedule(int steps)
    {
        int warmup = (int)(WarmupShare * steps);
        return Schedule?.Invoke(steps)
            ?? (Plateau is null ? new WarmupCosineSchedule(warmup, steps) : new ConstantSchedule(warmup));
    }

    /// <exception cref="ArgumentException">A number is out of its range, or two options contradict.</exception>
    internal void Check()
    {
        const string Operation = nameof(TrainingOptions);
        TrainingGuard.AtLeast(Epochs, 1, Operation);
        TrainingGuard.AtLeast(BatchSize, 1, Operation);
        TrainingGuard.AtLeast(EvaluationBatchSize, 1, Operation);
        TrainingGuard.AtLeast(ReadEvery, 1, Operation);
        TrainingGuard.NotNegative(LearningRate, Operation);
        TrainingGuard.NotNegative(StateSpaceLearningRate, Operation);
        TrainingGuard.NotNegative(WeightDecay, Operation);
        TrainingGuard.Share(WarmupShare, Operation);
        if (ClipNorm is { } clip)
        {
            TrainingGuard.Positive(clip, Operation, nameof(ClipNorm));
        }

        if (MicroBatchSize is { } part)
        {
            TrainingGuard.AtLeast(part, 1, Operation, nameof(MicroBatchSize));
            if (part > BatchSize)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(MicroBatchSize),
                    $"{Operation}: 'MicroBatchSize' is {part}, expected at most the batch size, {BatchSize}; lower it "
                    + "or raise the batch size.");
            }
        }

        Plateau?.Check();
        if (AverageDecay is { } decay)
        {
            TrainingGuard.BelowOne(decay, Operation, nameof(AverageDecay));
        }
        else if (AverageWarmUp)
        {
            throw new ArgumentException(
                $"{Operation}: 'AverageWarmUp' is true and 'AverageDecay' null, expected a decay, such as 0.999.",
                nameof(AverageWarmUp));
        }
    }
}
