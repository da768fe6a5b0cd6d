namespace Ssm.Core.Training;

/// <summary>(s + 1)·W^(−3/2) for s &lt; W, 1 at s = W, and s^(−1/2) beyond: s4's <c>InvSqrt</c>.</summary>
/// <remarks>
/// The jump at the one step W is the reference's own. Source: repository state-spaces/s4,
/// <c>src/utils/optim/schedulers.py</c>.
/// </remarks>
public sealed class InverseSquareRootSchedule : ISchedule
{
    private readonly int _warmup;

    /// <summary>Describes the schedule.</summary>
    /// <param name="warmup">W, steps of warm-up: 0 or more.</param>
    public InverseSquareRootSchedule(int warmup)
    {
        TrainingGuard.AtLeast(warmup, 0, nameof(InverseSquareRootSchedule));
        _warmup = warmup;
    }

    /// <inheritdoc/>
    public double Factor(int step)
    {
        TrainingGuard.AtLeast(step, 0, nameof(InverseSquareRootSchedule));
        return step == _warmup ? 1
            : step < _warmup ? (step + 1) * Math.Pow(_warmup, -1.5)
            : 1 / Math.Sqrt(step);
    }
}
