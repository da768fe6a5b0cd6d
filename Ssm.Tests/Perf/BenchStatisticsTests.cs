using MathNet.Numerics.Statistics;
using Ssm.Kernels;
using Ssm.Perf.Bench;

namespace Ssm.Tests.Perf;

public sealed class BenchStatisticsTests
{
    [TestCase(0.0, 1.0)]
    [TestCase(0.2, 1.8)]
    [TestCase(0.5, 3.0)]
    [TestCase(0.8, 4.2)]
    [TestCase(1.0, 5.0)]
    public void Quantiles_lie_on_lines_between_the_order_statistics(double p, double expected) =>
        Assert.That(BenchStatistics.Quantile([4, 1, 5, 3, 2], p), Is.EqualTo(expected).Within(1e-12));

    [Test]
    public void Quantiles_are_those_of_MathNet()
    {
        RandomSource random = new(seed: 3);
        for (int count = 1; count <= 12; count++)
        {
            double[] sample = [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
            foreach (double p in (double[])[0.2, 0.5, 0.8])
            {
                Assert.That(
                    BenchStatistics.Quantile(sample, p),
                    Is.EqualTo(sample.QuantileCustom(p, QuantileDefinition.R7)).Within(1e-12));
            }
        }
    }

    [Test]
    public void An_empty_sample_has_no_quantile() =>
        Assert.That(BenchStatistics.Quantile([], 0.5), Is.NaN);

    // The example of scipy.stats.mannwhitneyu, whose documentation states U = 17 and p = 1/9.
    [Test]
    public void The_ages_of_men_and_women_in_a_study_give_the_published_p()
    {
        double[] men = [19, 22, 16, 29, 24], women = [20, 11, 17, 12];

        Assert.That(MannWhitney.Statistic(men, women), Is.EqualTo(17));
        Assert.That(MannWhitney.Statistic(women, men), Is.EqualTo(3));
        Assert.That(MannWhitney.TwoSided(men, women), Is.EqualTo(1.0 / 9).Within(1e-15));
        Assert.That(MannWhitney.TwoSided(women, men), Is.EqualTo(1.0 / 9).Within(1e-15));
    }

    // The largest U that is significant, from the table that is printed in most textbooks of statistics.
    [TestCase(5, 5, 0.05, 2)]
    [TestCase(7, 8, 0.05, 10)]
    [TestCase(10, 10, 0.05, 23)]
    [TestCase(20, 20, 0.05, 127)]
    [TestCase(10, 10, 0.01, 16)]
    [TestCase(20, 20, 0.01, 105)]
    public void Critical_values_are_those_of_the_tables(int n, int m, double level, int critical)
    {
        Assert.That(PAt(n, m, critical), Is.AtMost(level));
        Assert.That(PAt(n, m, critical + 1), Is.GreaterThan(level));
    }

    [Test]
    public void Exact_p_is_the_share_of_all_arrangements()
    {
        for (int n = 1; n <= 5; n++)
        {
            for (int m = 1; m <= 5; m++)
            {
                int[] all = [.. Arrangements(n, m)];
                for (int u = 0; u <= n * m; u++)
                {
                    int far = all.Count(x => Math.Abs((2 * x) - (n * m)) >= Math.Abs((2 * u) - (n * m)));
                    double expected = Math.Min(1, far / (double)all.Length);

                    // In the middle both sides hold the same arrangement, which twice one side counts twice.
                    double allowed = 2 * u == n * m ? all.Count(x => x == u) / (double)all.Length : 0;
                    Assert.That(PAt(n, m, u), Is.EqualTo(expected).Within(allowed + 1e-12), $"{n}, {m}, {u}");
                }
            }
        }
    }

    // By hand: U = 3, mean 8, ties of 3 and 3, variance 16/12·(9 − 48/56) = 10.857142857, z = 4.5/3.295018 = 1.365698.
    [Test]
    public void Ties_give_the_normal_approximation_with_their_correction()
    {
        double[] first = [1, 2, 2, 3], second = [2, 3, 3, 4];

        Assert.That(MannWhitney.Statistic(first, second), Is.EqualTo(3));
        double z = 4.5 / Math.Sqrt(16.0 / 12 * (9 - (48.0 / 56)));
        Assert.That(
            MannWhitney.TwoSided(first, second),
            Is.EqualTo(2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -z)).Within(1e-12));
        Assert.That(MannWhitney.TwoSided(first, second), Is.EqualTo(0.1720).Within(5e-4));
    }

    [Test]
    public void Large_samples_agree_with_exact_ones_where_they_meet()
    {
        // 25 and 25 are exact, 26 and 25 are not: one more element may move p little.
        Assert.That(PAt(26, 25, 200), Is.EqualTo(PAt(25, 25, 192)).Within(2e-3));
    }

    [Test]
    public void Nothing_to_compare_and_nothing_but_ties_give_1()
    {
        Assert.That(MannWhitney.TwoSided([], [1, 2]), Is.EqualTo(1));
        Assert.That(MannWhitney.TwoSided([1, 1, 1], [1, 1]), Is.EqualTo(1));
        Assert.That(MannWhitney.TwoSided([1], [2]), Is.EqualTo(1));
    }

    [Test]
    public void Three_rounds_and_three_can_never_show_anything_at_the_level_of_a_comparison()
    {
        Assert.That(MannWhitney.Least(3, 3), Is.EqualTo(0.1).Within(1e-15));
        Assert.That(MannWhitney.Least(5, 5), Is.EqualTo(2.0 / 252).Within(1e-15));
    }

    /// <summary>p of two samples without ties whose U is given.</summary>
    private static double PAt(int n, int m, int u)
    {
        double[] second = [.. Enumerable.Range(1, m).Select(i => (double)i)];
        double[] first = new double[n];
        for (int i = 0; i < n; i++)
        {
            int above = Math.Min(m, u);
            u -= above;
            first[i] = above + 0.25 + (i * 0.001);
        }

        return MannWhitney.TwoSided(first, second);
    }

    /// <summary>U of every way to choose n of n + m ranks.</summary>
    private static IEnumerable<int> Arrangements(int n, int m)
    {
        for (int chosen = 0; chosen < 1 << (n + m); chosen++)
        {
            if (int.PopCount(chosen) != n)
            {
                continue;
            }

            int u = 0, below = 0;
            for (int rank = 0; rank < n + m; rank++)
            {
                bool isFirst = (chosen >> rank & 1) != 0;
                u += isFirst ? below : 0;
                below += isFirst ? 0 : 1;
            }

            yield return u;
        }
    }
}
