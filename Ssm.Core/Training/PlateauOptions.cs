namespace Ssm.Core.Training;

/// <summary>When and by how much learning rates fall where training gets no further: <see cref="Plateau"/>.</summary>
public sealed record PlateauOptions
{
    /// <summary>Whether less is better, or more.</summary>
    public PlateauMode Mode { get; init; } = PlateauMode.Min;

    /// <summary>What the learning rates are multiplied by each time: above 0, less than 1.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>How many measures in a row may be no better before the rates fall: 0 or more.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>How much better than the best counts as better: finite, 0 or more.</summary>
    public double Threshold { get; init; } = 1e-4;

    /// <summary>Whether the threshold is a share of the best, or an amount.</summary>
    public PlateauThreshold ThresholdMode { get; init; } = PlateauThreshold.Relative;

    /// <summary>How many measures after a fall are not counted: 0 or more.</summary>
    public int Cooldown { get; init; }

    /// <summary>The least share of the learning rates that is left: 0 to 1.</summary>
    public double LeastFactor { get; init; }

    /// <summary>A fall of the share by no more than this is not made: finite, 0 or more.</summary>
    public double SmallestFall { get; init; } = 1e-8;

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void Check()
    {
        const string Operation = nameof(PlateauOptions);
        TrainingGuard.Positive(Factor, Operation);
        TrainingGuard.BelowOne(Factor, Operation);
        TrainingGuard.AtLeast(Patience, 0, Operation);
        TrainingGuard.NotNegative(Threshold, Operation);
        TrainingGuard.AtLeast(Cooldown, 0, Operation);
        TrainingGuard.Share(LeastFactor, Operation);
        TrainingGuard.NotNegative(SmallestFall, Operation);
        TrainingGuard.Defined(Mode, Operation);
        TrainingGuard.Defined(ThresholdMode, Operation);
    }
}
