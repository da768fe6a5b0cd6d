namespace Ssm.Core.Training;

/// <summary>Warm-up (s + 1)/W for s &lt; W, then 1: s4's <c>ConstantWarmup</c>; without warm-up always 1.</summary>
/// <remarks>Source: repository state-spaces/s4, <c>src/utils/optim/schedulers.py</c>.</remarks>
public sealed class ConstantSchedule : ISchedule
{
    private readonly int _warmup;

    /// <summary>Describes the schedule.</summary>
    /// <param name="warmup">W, steps of warm-up: 0 or more.</param>
    public ConstantSchedule(int warmup = 0)
    {
        TrainingGuard.AtLeast(warmup, 0, nameof(ConstantSchedule));
        _warmup = warmup;
    }

    /// <inheritdoc/>
    public double Factor(int step)
    {
        TrainingGuard.AtLeast(step, 0, nameof(ConstantSchedule));
        return step < _warmup ? (step + 1.0) / _warmup : 1;
    }
}
