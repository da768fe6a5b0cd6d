namespace Ssm.Perf.Bench;

/// <summary>One row of two runs, side by side; a side is null where its run has no such row.</summary>
internal sealed record BenchDifference(BenchFileRow? Old, BenchFileRow? New)
{
    /// <summary>Differences that chance gives less often than this are called by their name.</summary>
    internal const double Significance = 0.01;

    /// <summary>Below this share a difference says nothing: where code and memory come to lie moves a time by as much
    /// from one process to the next, and all rounds of a process with it.</summary>
    internal const double SmallestChange = 0.02;

    internal BenchFileRow Either => New ?? Old!;

    /// <summary>How many times faster the new one is; NaN where there are not two.</summary>
    internal double Ratio => Old is null || New is null ? double.NaN : Old.Sample.MedianMs / New.Sample.MedianMs;

    /// <summary>The p of the Mann–Whitney test; NaN where there are not two.</summary>
    internal double P { get; } =
        Old is null || New is null ? double.NaN : MannWhitney.TwoSided(Old.Sample.RoundsMs, New.Sample.RoundsMs);

    internal BenchChange Change
    {
        get
        {
            if (Old is null || New is null)
            {
                return Old is null ? BenchChange.New : BenchChange.Gone;
            }

            if (MannWhitney.Least(Old.Sample.RoundsMs.Count, New.Sample.RoundsMs.Count) >= Significance)
            {
                return BenchChange.TooFewRounds;
            }

            return P >= Significance || Math.Abs(Ratio - 1) < SmallestChange || !double.IsFinite(Ratio)
                ? BenchChange.Same
                : Ratio > 1 ? BenchChange.Faster : BenchChange.Slower;
        }
    }
}
