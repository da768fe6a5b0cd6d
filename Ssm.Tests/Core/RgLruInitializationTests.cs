using Ssm.Core.Initialization;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

public sealed class RgLruInitializationTests
{
    private const int Count = 20_000;

    [Test]
    public void The_codes_initialisation_has_the_square_of_the_base_uniform_on_its_ring()
    {
        double[] lambda = RgLruInitialization.Create(Count, RgLruInit.RecurrentGemma, new RandomSource(1));
        double[] squares = Array.ConvertAll(lambda, x => Math.Exp(-2 * Softplus(x)));
        double low = (0.9 * 0.9) + 1e-8, high = (0.999 * 0.999) + 1e-8;
        Assert.That(squares, Is.All.InRange(low - 1e-12, high + 1e-12));
        Assert.That(HippoGolden.KolmogorovSmirnov(squares, x => (x - low) / (high - low)), Is.LessThan(2.23));
    }

    [Test]
    public void The_papers_initialisation_has_the_decay_itself_uniform()
    {
        double[] lambda = RgLruInitialization.Create(Count, RgLruInit.Paper, new RandomSource(2));
        double[] decays = Array.ConvertAll(lambda, Decay);
        Assert.That(decays, Is.All.InRange(0.9 - 1e-12, 0.999 + 1e-12));
        Assert.That(HippoGolden.KolmogorovSmirnov(decays, x => (x - 0.9) / 0.099), Is.LessThan(2.23));
    }

    [Test]
    public void Grids_reach_from_decay_to_decay()
    {
        double[] exp = RgLruInitialization.GridExp(5), uniform = RgLruInitialization.GridUniform(8);
        Assert.That(exp, Is.EqualTo(new[] { -4.323, -5.49225, -6.6615, -7.83075, -9 }).Within(1e-12));
        Assert.That(Decay(exp[0]), Is.EqualTo(0.89997959).Within(5.1e-9));
        Assert.That(Decay(exp[^1]), Is.EqualTo(0.99901327).Within(5.1e-9));
        Assert.That((uniform[0], uniform[^1]), Is.EqualTo((-9.0, -4.323)));
        Assert.That(uniform, Is.Ordered);
        Assert.That((RgLruInitialization.GridExp(1)[0], RgLruInitialization.GridUniform(1)[0]),
            Is.EqualTo((-4.323, -9.0)));
        Assert.That(
            RgLruInitialization.Create(8, RgLruInit.GridUniform, new RandomSource(3)), Is.EqualTo(uniform));
        Assert.That(RgLruInitialization.Create(5, RgLruInit.GridExp, new RandomSource(3)), Is.EqualTo(exp));
    }

    [Test]
    public void Numbers_out_of_their_ranges_are_refused()
    {
        Assert.That(() => RgLruInitialization.RecurrentGemma(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => RgLruInitialization.Paper(1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => RgLruInitialization.Paper(0.5, 0.9, 1),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("smallest < largest < 1"));
        Assert.That(() => RgLruInitialization.GridExp(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => RgLruInitialization.Create(3, (RgLruInit)9, new RandomSource(1)),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("no such initialisation"));
    }

    private static double Decay(double lambda) => Math.Exp(-8 * Softplus(lambda));

    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));
}
