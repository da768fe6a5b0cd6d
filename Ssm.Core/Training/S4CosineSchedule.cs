namespace Ssm.Core.Training;

/// <summary>
/// Warm-up (s + 1)/W for s &lt; W, then η + (1 − η)·½(1 + cos(π (s − W)/(T − W))): s4's <c>CosineWarmup</c>, and
/// without warm-up PyTorch's <c>CosineAnnealingLR</c>.
/// </summary>
/// <remarks>
/// As in PyTorch the cosine goes on after step T, so the rate rises again. Source: repository state-spaces/s4,
/// <c>src/utils/optim/schedulers.py</c>; Loshchilov and Hutter, 2017, arXiv:1608.03983, equation 5.
/// </remarks>
public sealed class S4CosineSchedule : ISchedule
{
    private readonly int _warmup;
    private readonly int _total;
    private readonly double _least;

    /// <summary>Describes the schedule.</summary>
    /// <param name="warmup">W, steps of warm-up: 0 or more.</param>
    /// <param name="total">T, all steps: more than the warm-up.</param>
    /// <param name="least">η, the factor at step T: the smallest learning rate divided by the largest, 0 to 1.</param>
    public S4CosineSchedule(int warmup, int total, double least = 0)
    {
        TrainingGuard.AtLeast(warmup, 0, nameof(S4CosineSchedule));
        TrainingGuard.AtLeast(total, warmup + 1, nameof(S4CosineSchedule));
        TrainingGuard.Share(least, nameof(S4CosineSchedule));
        (_warmup, _total, _least) = (warmup, total, least);
    }

    /// <inheritdoc/>
    public double Factor(int step)
    {
        TrainingGuard.AtLeast(step, 0, nameof(S4CosineSchedule));
        if (step < _warmup)
        {
            return (step + 1.0) / _warmup;
        }

        double done = (double)(step - _warmup) / (_total - _warmup);
        return _least + ((1 - _least) * 0.5 * (1 + Math.Cos(Math.PI * done)));
    }
}
