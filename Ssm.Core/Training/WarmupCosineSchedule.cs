namespace Ssm.Core.Training;

/// <summary>
/// Warm-up s/W, then a cosine down to 0: ½(1 + cos(2πc (s − W)/(T − W))), half a wave unless told. From step T on it
/// stays at the value it has there.
/// </summary>
/// <remarks>
/// The schedule of the current S4 and S4D recipes. Source: repository huggingface/transformers,
/// <c>src/transformers/optimization.py</c>, <c>get_cosine_schedule_with_warmup</c>.
/// </remarks>
public sealed class WarmupCosineSchedule : ISchedule
{
    private readonly int _warmup;
    private readonly int _total;
    private readonly double _cycles;

    /// <summary>Describes the schedule.</summary>
    /// <param name="warmup">W, steps of warm-up: 0 or more.</param>
    /// <param name="total">T, all steps: not fewer than the warm-up.</param>
    /// <param name="cycles">c, how many waves: above 0.</param>
    public WarmupCosineSchedule(int warmup, int total, double cycles = 0.5)
    {
        TrainingGuard.AtLeast(warmup, 0, nameof(WarmupCosineSchedule));
        TrainingGuard.AtLeast(total, warmup, nameof(WarmupCosineSchedule));
        TrainingGuard.Positive(cycles, nameof(WarmupCosineSchedule));
        (_warmup, _total, _cycles) = (warmup, total, cycles);
    }

    /// <inheritdoc/>
    public double Factor(int step)
    {
        TrainingGuard.AtLeast(step, 0, nameof(WarmupCosineSchedule));
        if (step < _warmup)
        {
            return (double)step / _warmup;
        }

        double done = (double)(Math.Min(step, _total) - _warmup) / Math.Max(1, _total - _warmup);
        return 0.5 * (1 + Math.Cos(2 * Math.PI * _cycles * done));
    }
}
