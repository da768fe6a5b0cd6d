namespace Ssm.Core.Training;

/// <summary>Warm-up s/W, then a line down to 0: (T − s)/(T − W), and 0 from step T on.</summary>
/// <remarks>
/// Source: repository huggingface/transformers, <c>src/transformers/optimization.py</c>,
/// <c>get_linear_schedule_with_warmup</c>.
/// </remarks>
public sealed class WarmupLinearSchedule : ISchedule
{
    private readonly int _warmup;
    private readonly int _total;

    /// <summary>Describes the schedule.</summary>
    /// <param name="warmup">W, steps of warm-up: 0 or more.</param>
    /// <param name="total">T, all steps: not fewer than the warm-up.</param>
    public WarmupLinearSchedule(int warmup, int total)
    {
        TrainingGuard.AtLeast(warmup, 0, nameof(WarmupLinearSchedule));
        TrainingGuard.AtLeast(total, warmup, nameof(WarmupLinearSchedule));
        (_warmup, _total) = (warmup, total);
    }

    /// <inheritdoc/>
    public double Factor(int step)
    {
        TrainingGuard.AtLeast(step, 0, nameof(WarmupLinearSchedule));
        return step < _warmup
            ? (double)step / _warmup
            : (double)Math.Max(0, _total - step) / Math.Max(1, _total - _warmup);
    }
}
