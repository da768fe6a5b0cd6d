using Ssm.Core.Training;
using Ssm.Kernels;

namespace Ssm.Tests.Training;

/// <summary>The plateau against PyTorch's rule, written out in learning rates, and against numbers by hand.</summary>
public sealed class PlateauTests
{
    [Test]
    public void The_rates_fall_when_patience_has_run_out_and_not_during_the_cooldown()
    {
        Plateau plateau = new(new PlateauOptions { Factor = 0.5, Patience = 1, Cooldown = 2, LeastFactor = 0.2 });

        // Best is 1. Two in a row that are no better: 0.5. Two of cooldown do not count; then two more: 0.25. After
        // the next cooldown and two more the share stops at 0.2, and there it stays.
        double[] measures = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
        double[] expected = [1, 1, .5, .5, .5, .5, .25, .25, .25, .25, .2, .2, .2, .2, .2];
        Assert.That(measures.Select(plateau.Observe), Is.EqualTo(expected));
        Assert.That(plateau.Best, Is.EqualTo(1));
    }

    [Test]
    public void A_measure_is_better_by_a_share_or_by_an_amount()
    {
        // (mode, threshold, best, barely better, not better): 10 % or 0.1.
        Assert.That(Counts(PlateauMode.Min, PlateauThreshold.Relative, 2, 1.79), Is.Zero);
        Assert.That(Counts(PlateauMode.Min, PlateauThreshold.Relative, 2, 1.81), Is.EqualTo(1));
        Assert.That(Counts(PlateauMode.Min, PlateauThreshold.Absolute, 2, 1.89), Is.Zero);
        Assert.That(Counts(PlateauMode.Min, PlateauThreshold.Absolute, 2, 1.91), Is.EqualTo(1));
        Assert.That(Counts(PlateauMode.Max, PlateauThreshold.Relative, 2, 2.21), Is.Zero);
        Assert.That(Counts(PlateauMode.Max, PlateauThreshold.Relative, 2, 2.19), Is.EqualTo(1));
        Assert.That(Counts(PlateauMode.Max, PlateauThreshold.Absolute, 2, 2.11), Is.Zero);
        Assert.That(Counts(PlateauMode.Max, PlateauThreshold.Absolute, 2, 2.09), Is.EqualTo(1));
        Assert.That(Counts(PlateauMode.Min, PlateauThreshold.Relative, 2, double.NaN), Is.EqualTo(1));

        static int Counts(PlateauMode mode, PlateauThreshold threshold, params double[] measures)
        {
            Plateau plateau = new(new PlateauOptions { Mode = mode, ThresholdMode = threshold, Threshold = 0.1 });
            foreach (double measure in measures)
            {
                plateau.Observe(measure);
            }

            return plateau.BadCount;
        }
    }

    [Test]
    public void Any_course_of_a_measure_gives_PyTorchs_learning_rates(
        [Values] PlateauMode mode,
        [Values] PlateauThreshold threshold,
        [Values(0, 2)] int patience,
        [Values(0, 3)] int cooldown)
    {
        const double Rate = 0.05, Least = 0.0004, Epsilon = 1e-5;
        PlateauOptions options = new()
        {
            Mode = mode,
            ThresholdMode = threshold,
            Threshold = 0.05,
            Factor = 0.3,
            Patience = patience,
            Cooldown = cooldown,
            LeastFactor = Least / Rate,
            SmallestFall = Epsilon / Rate,
        };
        Plateau plateau = new(options);
        RandomSource random = new(5);
        double best = mode == PlateauMode.Min ? double.PositiveInfinity : double.NegativeInfinity, rate = Rate;
        int bad = 0, cooling = 0;
        for (int i = 0; i < 60; i++)
        {
            double trend = mode == PlateauMode.Min ? 2.0 / (i + 1) : 1 - (1.0 / (i + 1));
            double measure = i == 20 ? double.NaN : trend + random.NextDouble(0.0, 0.2);

            // ReduceLROnPlateau.step, PyTorch 2.6, with learning rates as they are.
            bool better = mode == PlateauMode.Min
                ? measure < (threshold == PlateauThreshold.Relative ? best * 0.95 : best - 0.05)
                : measure > (threshold == PlateauThreshold.Relative ? best * 1.05 : best + 0.05);
            (best, bad) = better ? (measure, 0) : (best, bad + 1);
            if (cooling > 0)
            {
                cooling--;
                bad = 0;
            }

            if (bad > patience)
            {
                double lower = Math.Max(rate * 0.3, Least);
                rate = rate - lower > Epsilon ? lower : rate;
                (cooling, bad) = (cooldown, 0);
            }

            Assert.That(Rate * plateau.Observe(measure), Is.EqualTo(rate).Within(1e-12).Percent, $"measure {i}");
        }

        Assert.That(rate, Is.LessThan(Rate));
    }

    [Test]
    public void What_is_no_rule_is_refused()
    {
        Refused(new PlateauOptions { Factor = 1 }, "'Factor' is 1");
        Refused(new PlateauOptions { Factor = 0 }, "'Factor' is 0");
        Refused(new PlateauOptions { Patience = -1 }, "'Patience' is -1");
        Refused(new PlateauOptions { Cooldown = -1 }, "'Cooldown' is -1");
        Refused(new PlateauOptions { Threshold = double.NaN }, "'Threshold' is NaN");
        Refused(new PlateauOptions { LeastFactor = 1.5 }, "'LeastFactor' is 1.5");
        Refused(new PlateauOptions { SmallestFall = -1 }, "'SmallestFall' is -1");
        Refused(new PlateauOptions { Mode = (PlateauMode)7 }, "'Mode' is 7, expected one of Min, Max");
        Refused(new PlateauOptions { ThresholdMode = (PlateauThreshold)7 }, "'ThresholdMode' is 7");

        static void Refused(PlateauOptions options, string text) => Assert.That(
            () => new Plateau(options),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(text));
    }
}
