using MathNet.Numerics;

namespace Ssm.Perf.Bench;

/// <summary>Whether two samples come from the same place, without asking how they are distributed.</summary>
/// <remarks>Mann and Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the
/// Other", The Annals of Mathematical Statistics 18(1), 1947.</remarks>
internal static class MannWhitney
{
    // Up to here the numbers of arrangements, at most C(50, 25), are exact in double.
    private const int LargestExact = 50;

    /// <summary>U of the first sample: pairs in which its element is the larger; an equal pair counts half.</summary>
    internal static double Statistic(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double u = 0;
        foreach (double x in first)
        {
            foreach (double y in second)
            {
                u += x > y ? 1 : x == y ? 0.5 : 0;
            }
        }

        return u;
    }

    /// <summary>
    /// The probability, were there no difference, of a U as far from its mean as this one or farther, on either side.
    /// </summary>
    /// <remarks>
    /// Exact without ties and up to 50 elements in all; otherwise by the normal distribution, with the variance
    /// corrected for ties and half a step for continuity. Samples that are all equal, or empty, give 1.
    /// </remarks>
    internal static double TwoSided(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        int n = first.Count, m = second.Count;
        if (n == 0 || m == 0)
        {
            return 1;
        }

        double u = Statistic(first, second);
        int[] ties = [.. first.Concat(second).GroupBy(x => x).Select(g => g.Count()).Where(c => c > 1)];
        return ties.Length == 0 && n + m <= LargestExact
            ? Exact(n, m, (int)Math.Min(u, ((double)n * m) - u))
            : Normal(n, m, u, ties);
    }

    /// <summary>The least p that samples of these sizes can have.</summary>
    internal static double Least(int n, int m) => n == 0 || m == 0 ? 1 : Exact(n, m, 0);

    // Twice the share of the C(n+m, n) arrangements whose U is at most u. Their numbers are the coefficients of the
    // Gaussian binomial ∏ (1 − q^(m+i)) / (1 − q^i), i = 1 … n.
    private static double Exact(int n, int m, int u)
    {
        double[] counts = new double[((long)n * m) + 1];
        counts[0] = 1;
        for (int i = 1; i <= n; i++)
        {
            for (int k = counts.Length - 1; k >= m + i; k--)
            {
                counts[k] -= counts[k - m - i];
            }

            for (int k = i; k < counts.Length; k++)
            {
                counts[k] += counts[k - i];
            }
        }

        return Math.Min(1, 2 * counts.Take(u + 1).Sum() / counts.Sum());
    }

    private static double Normal(int n, int m, double u, int[] ties)
    {
        double all = n + m, product = (double)n * m;
        double correction = ties.Sum(t => ((double)t * t * t) - t) / (all * (all - 1));
        double variance = product / 12 * (all + 1 - correction);
        if (!(variance > 0))
        {
            return 1;
        }

        double z = Math.Max(0, Math.Abs(u - (product / 2)) - 0.5) / Math.Sqrt(variance);
        return SpecialFunctions.Erfc(z / Math.Sqrt(2));
    }
}
