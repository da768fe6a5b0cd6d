namespace Ssm.Core.Training;

/// <summary>
/// Warm-up (s + 1)/W for s &lt; W, then η + (1 − η)·½(1 + cos(π·min(s, T − W)/(T − W))): the schedule of S5 and of
/// minimal-LRU.
/// </summary>
/// <remarks>
/// The cosine counts from the start of the run, not from the end of the warm-up: the rate drops a little where the two
/// meet, and the last W steps run at η. Source: repository lindermanlab/S5, <c>s5/train_helpers.py</c>.
/// </remarks>
public sealed class S5Schedule : ISchedule
{
    private readonly int _warmup;
    private readonly int _wave;
    private readonly double _least;

    /// <summary>Describes the schedule.</summary>
    /// <param name="warmup">W, steps of warm-up: 0 or more.</param>
    /// <param name="total">T, all steps: more than the warm-up.</param>
    /// <param name="least">η, the factor at the end: the smallest learning rate divided by the largest, 0 to 1.</param>
    public S5Schedule(int warmup, int total, double least = 0)
    {
        TrainingGuard.AtLeast(warmup, 0, nameof(S5Schedule));
        TrainingGuard.AtLeast(total, warmup + 1, nameof(S5Schedule));
        TrainingGuard.Share(least, nameof(S5Schedule));
        (_warmup, _wave, _least) = (warmup, total - warmup, least);
    }

    /// <inheritdoc/>
    public double Factor(int step)
    {
        TrainingGuard.AtLeast(step, 0, nameof(S5Schedule));
        return step < _warmup
            ? (step + 1.0) / _warmup
            : _least + ((1 - _least) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, _wave) / _wave)));
    }
}
