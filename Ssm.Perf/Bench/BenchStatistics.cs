namespace Ssm.Perf.Bench;

/// <summary>Order statistics of a sample.</summary>
internal static class BenchStatistics
{
    /// <summary>The quantile at p, by linear interpolation between the order statistics around p·(n − 1).</summary>
    /// <remarks>
    /// Definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50(4),
    /// 1996. A sample without elements has none: NaN.
    /// </remarks>
    internal static double Quantile(IReadOnlyList<double> sample, double p)
    {
        if (sample.Count == 0)
        {
            return double.NaN;
        }

        double[] sorted = [.. sample.Order()];
        double place = p * (sorted.Length - 1);
        int below = (int)Math.Floor(place);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
