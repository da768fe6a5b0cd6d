using Ssm.Perf.Reports;

namespace Ssm.Tests.Perf;

public sealed class ChartAxisTests
{
    [TestCase(0, 1, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [TestCase(0.53, 0.98, new[] { 0.5, 0.6, 0.7, 0.8, 0.9, 1 })]
    [TestCase(-3, 7, new double[] { -4, -2, 0, 2, 4, 6, 8 })]
    [TestCase(2, 2, new[] { 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6 })]         // no extent: one is made around the value
    public void Linear_ticks_are_round_and_enclose_the_data(double low, double high, double[] ticks)
    {
        ChartAxis axis = ChartAxis.Linear(low, high);

        Assert.That(axis.Ticks, Is.EqualTo(ticks).Within(1e-9));
        Assert.That(axis.Place(low), Is.InRange(0, 1));
        Assert.That(axis.Place(high), Is.InRange(0, 1));
    }

    [TestCase(0.02, 1.5, new[] { 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2 })]
    [TestCase(1e-4, 9, new[] { 1e-4, 1e-3, 1e-2, 0.1, 1, 10 })]
    public void Logarithmic_ticks_are_round_and_enclose_the_data(double low, double high, double[] ticks)
    {
        ChartAxis axis = ChartAxis.Logarithmic(low, high);

        Assert.That(axis.Ticks, Is.EqualTo(ticks).Within(1e-9));
        Assert.That(axis.Place(low), Is.InRange(-1e-9, 1));
        Assert.That(axis.Place(high), Is.InRange(0, 1 + 1e-9));
        Assert.That(axis.Place(Math.Sqrt(ticks[0] * ticks[^1])), Is.EqualTo(0.5).Within(1e-9));
    }

    [TestCase(1, 1, new double[] { 1 })]
    [TestCase(1, 2, new double[] { 1, 2 })]
    [TestCase(1, 20, new double[] { 1, 5, 10, 15, 20 })]
    public void Epochs_have_whole_ticks(int low, int high, double[] ticks)
    {
        Assert.That(ChartAxis.Whole(low, high).Ticks, Is.EqualTo(ticks));
    }

    [TestCase(16, 131072, new double[] { 16, 64, 256, 1024, 4096, 16384, 65536 })]
    [TestCase(16, 128, new double[] { 16, 32, 64, 128 })]
    [TestCase(100, 100, new double[] { 64, 128 })]                      // no extent: to the next powers
    public void Powers_of_two_have_ticks_and_enclose_the_data(double low, double high, double[] ticks)
    {
        ChartAxis axis = ChartAxis.PowersOfTwo(low, high);

        Assert.That(axis.Ticks, Is.EqualTo(ticks));
        Assert.That(axis.Place(low), Is.InRange(0, 1));
        Assert.That(axis.Place(high), Is.InRange(0, 1));
    }
}
