using System.Numerics;
using MathNet.Numerics.Distributions;
using Ssm.Core.Checkpoints;
using Ssm.Core.Initialization;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

public sealed class InitializationS4DTests
{
    private static IEnumerable<string> Golden() => HippoGolden.Cases("hippo", "s4d_init_");

    [TestCaseSource(nameof(Golden))]
    public void The_conjugates_are_the_modes_of_the_published_code(string name)
    {
        SafetensorsFile golden = HippoGolden.Open("hippo");
        Complex[] lambda = golden.Complex($"{name}/out.Lambda"), b = golden.Complex($"{name}/out.B");
        DiagonalModes modes = Create(name["s4d_init_".Length..], 2 * lambda.Length);
        DiagonalModes published = modes.Conjugate();
        Assert.That(modes.Lambda.Select(x => x.Imaginary), Is.All.AtLeast(0));
        Assert.That(HippoGolden.Error(published.Lambda, lambda), Is.LessThan(1e-12));
        for (int n = 0; n < b.Length; n++)
        {
            // The phase of an eigenvector is the published one up to its sign; where there is none, B = 1.
            double sign = name == "s4d_init_legs" ? Math.Sign(b[n].Real) : 1;
            Assert.That(Complex.Abs(published.B[n] - (sign * b[n])), Is.LessThan(1e-9));
        }
    }

    [TestCase(2)]
    [TestCase(4)]
    [TestCase(64)]
    [TestCase(1024)]
    public void The_formulas_hold_for_every_order(int order)
    {
        DiagonalModes lin = S4DInitialization.Lin(order), inv = S4DInitialization.Inv(order);
        DiagonalModes inv2 = S4DInitialization.Inv2(order), quad = S4DInitialization.Quad(order);
        DiagonalModes real = S4DInitialization.Real(order);
        double scale = order / Math.PI;
        for (int n = 0; n < order / 2; n++)
        {
            double odd = (2 * n) + 1;
            AssertNear(lin.Lambda[n], new(-0.5, n * Math.PI));
            AssertNear(inv.Lambda[n], new(-0.5, (scale * order / odd) - scale));
            AssertNear(inv2.Lambda[n], new(-0.5, (scale * order / (n + 1)) - scale));
            AssertNear(quad.Lambda[n], new(-0.5, odd * odd / Math.PI));
            AssertNear(real.Lambda[n], -1 - n);
        }

        Assert.That(lin.B, Is.EqualTo(Enumerable.Repeat(Complex.One, order / 2)));
    }

    [Test]
    public void Rand_has_log_normal_frequencies()
    {
        DiagonalModes modes = S4DInitialization.Rand(40_000, new RandomSource(11));
        double[] logarithms = [.. modes.Lambda.Select(x => Math.Log(x.Imaginary))];
        Assert.That(modes.Lambda.Select(x => x.Real), Is.All.EqualTo(-0.5));
        Assert.That(HippoGolden.KolmogorovSmirnov(logarithms, x => Normal.CDF(0, 1, x)), Is.LessThan(2.23));
    }

    [Test]
    public void A_seed_gives_the_same_Rand_modes_again()
    {
        Complex[] first = S4DInitialization.Rand(8, new RandomSource(3)).Lambda;
        Assert.That(S4DInitialization.Rand(8, new RandomSource(3)).Lambda, Is.EqualTo(first));
        Assert.That(S4DInitialization.Rand(8, new RandomSource(4)).Lambda, Is.Not.EqualTo(first));
    }

    [TestCase(0)]
    [TestCase(3)]
    public void Orders_that_have_no_pairs_are_refused(int order)
    {
        string message = $"'order' is {order}, expected an even number";
        foreach (string name in new[] { "legs", "lin", "inv", "inv2", "quad", "real", "rand" })
        {
            Assert.That(
                () => Create(name, order),
                Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(message),
                name);
        }
    }

    private static DiagonalModes Create(string name, int order) => name switch
    {
        "legs" => S4DInitialization.LegS(order),
        "lin" => S4DInitialization.Lin(order),
        "inv" => S4DInitialization.Inv(order),
        "inv2" => S4DInitialization.Inv2(order),
        "quad" => S4DInitialization.Quad(order),
        "real" => S4DInitialization.Real(order),
        "rand" => S4DInitialization.Rand(order, new RandomSource(1)),
        _ => throw new ArgumentException($"No initialisation '{name}' is known here.", nameof(name)),
    };

    // Five roundings at most, and a subtraction that can cancel a factor of N.
    private static void AssertNear(Complex actual, Complex expected) =>
        Assert.That(Complex.Abs(actual - expected), Is.LessThan(1e-12 * (1 + Complex.Abs(expected))));
}
