using System.Numerics;
using System.Text.Json;
using Ssm.Core.Checkpoints;
using Ssm.Core.Initialization;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

public sealed class InitializationRingTests
{
    private static IEnumerable<string> Golden() => HippoGolden.Cases("lru", "init_");

    [TestCaseSource(nameof(Golden))]
    public void The_formulas_are_those_of_the_published_code(string name)
    {
        SafetensorsFile golden = HippoGolden.Open("lru");
        JsonElement flags = JsonDocument.Parse(golden.Metadata[$"case:{name}"]).RootElement;
        double rMin = flags.GetProperty("r_min").GetDouble(), rMax = flags.GetProperty("r_max").GetDouble();
        double maxPhase = flags.GetProperty("max_phase").GetDouble();
        double[] nu = Array.ConvertAll(golden.Real($"{name}/in.u_nu"), u => RingInitialization.NuLog(u, rMin, rMax));
        double[] theta = Array.ConvertAll(golden.Real($"{name}/in.u_theta"), u => RingInitialization.ThetaLog(u,
            maxPhase));
        double[] gamma = Array.ConvertAll(nu, RingInitialization.GammaLog);
        Assert.That(HippoGolden.Error(nu, golden.Real($"{name}/out.nu_log")), Is.LessThan(1e-13));
        Assert.That(HippoGolden.Error(theta, golden.Real($"{name}/out.theta_log")), Is.LessThan(1e-13));
        Assert.That(HippoGolden.Error(gamma, golden.Real($"{name}/out.gamma_log")), Is.LessThan(1e-13));
    }

    [Test]
    public void A_known_ring_gives_the_known_eigenvalue()
    {
        double nu = RingInitialization.NuLog(0.5, 0.9, 0.999), theta = RingInitialization.ThetaLog(0.25, 6.28);
        Assert.That(nu, Is.EqualTo(-2.986521171380174).Within(1e-14));
        Assert.That(theta, Is.EqualTo(0.45107561936021673).Within(1e-15));
        Assert.That(RingInitialization.GammaLog(nu), Is.EqualTo(-1.1717061479).Within(5.1e-11));
        Complex lambda = Complex.Exp(new(-Math.Exp(nu), Math.Exp(theta)));
        Assert.That(lambda.Real, Is.EqualTo(0.0007571390).Within(5.1e-11));
        Assert.That(lambda.Imaginary, Is.EqualTo(0.9507891074).Within(5.1e-11));
    }

    [Test]
    public void Gamma_keeps_its_digits_near_the_unit_circle()
    {
        // |λ| = exp(−1e-14): 1 − |λ|² = 2e-14, of which 1 − exp(…) in double would keep two digits.
        Assert.That(RingInitialization.GammaLog(Math.Log(1e-14)), Is.EqualTo(0.5 * Math.Log(2e-14)).Within(1e-13));

        // |λ| so small that nothing is left to normalise.
        Assert.That(RingInitialization.GammaLog(Math.Log(30)), Is.EqualTo(-0.5 * Math.Exp(-60)).Within(1e-39));
        Assert.That(RingInitialization.GammaLog(Math.Log(5000)), Is.Zero);
    }

    [TestCase(0, 1, 6.28)]
    [TestCase(0.5, 0.9, 0.314)]
    [TestCase(0.9, 0.999, 6.28)]
    public void Squared_moduli_and_phases_are_uniform(double rMin, double rMax, double maxPhase)
    {
        RingParameters ring = RingInitialization.Create(20_000, rMin, rMax, maxPhase, new RandomSource(21));
        double low = rMin * rMin, high = rMax * rMax;
        double[] squares = [.. ring.NuLog.Select(nu => Math.Exp(-2 * Math.Exp(nu)))];
        double[] phases = [.. ring.ThetaLog.Select(Math.Exp)];
        Assert.That(HippoGolden.KolmogorovSmirnov(squares, x => (x - low) / (high - low)), Is.LessThan(2.23));
        Assert.That(HippoGolden.KolmogorovSmirnov(phases, x => x / maxPhase), Is.LessThan(2.23));
        Assert.That(squares, Is.All.InRange(low - 1e-15, high + 1e-15));
        Assert.That(phases, Is.All.InRange(0, maxPhase * (1 + 1e-15)));
        Assert.That(
            ring.GammaLog.Zip(squares, (gamma, x) => Math.Exp(2 * gamma) + x), Is.All.EqualTo(1).Within(1e-14));
    }

    [Test]
    public void A_seed_gives_the_same_ring_again()
    {
        RingParameters first = RingInitialization.Create(16, 0, 1, 6.28, new RandomSource(1));
        RingParameters again = RingInitialization.Create(16, 0, 1, 6.28, new RandomSource(1));
        Assert.That(again.NuLog, Is.EqualTo(first.NuLog));
        Assert.That(again.ThetaLog, Is.EqualTo(first.ThetaLog));
        RandomSource draws = new(1);
        Assert.That(first.NuLog[0], Is.EqualTo(RingInitialization.NuLog(draws.NextOpenDouble(), 0, 1)));
    }

    [Test]
    public void Input_and_output_matrices_have_their_variances()
    {
        const int Modes = 60, Width = 90;
        Complex[] b = RingInitialization.InputMatrix(Modes, Width, new RandomSource(2));
        Complex[] c = RingInitialization.OutputMatrix(Width, Modes, bidirectional: false, new RandomSource(3));
        Assert.That(b, Has.Length.EqualTo(Modes * Width));
        Assert.That(HippoGolden.VarianceDeviations([.. b.Select(x => x.Real)], 0.5 / Width), Is.LessThan(4));
        Assert.That(HippoGolden.VarianceDeviations([.. b.Select(x => x.Imaginary)], 0.5 / Width), Is.LessThan(4));
        Assert.That(HippoGolden.VarianceDeviations([.. c.Select(x => x.Real)], 1.0 / Modes), Is.LessThan(4));
        Assert.That(HippoGolden.VarianceDeviations([.. c.Select(x => x.Imaginary)], 1.0 / Modes), Is.LessThan(4));
        Assert.That(
            RingInitialization.OutputMatrix(Width, Modes, bidirectional: true, new RandomSource(3)),
            Has.Length.EqualTo(2 * Width * Modes));
    }

    [TestCase(0.9, 0.9)]
    [TestCase(0.9, 0.5)]
    [TestCase(-0.1, 0.5)]
    [TestCase(0.5, 1.001)]
    [TestCase(double.NaN, 0.5)]
    public void Rings_that_are_none_are_refused(double rMin, double rMax)
    {
        Assert.That(
            () => RingInitialization.Create(4, rMin, rMax, 6.28, new RandomSource(1)),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("expected 0 ≤ rMin < rMax ≤ 1"));
        Assert.That(() => RingInitialization.NuLog(0.5, rMin, rMax), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Numbers_out_of_their_ranges_are_refused()
    {
        RandomSource random = new(1);
        Assert.That(() => RingInitialization.NuLog(0, 0, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => RingInitialization.ThetaLog(1, 6.28), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => RingInitialization.ThetaLog(0.5, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => RingInitialization.Create(0, 0, 1, 6.28, random),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => RingInitialization.Create(4, 0, 1, 0, random), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => RingInitialization.InputMatrix(0, 4, random), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => RingInitialization.OutputMatrix(4, 0, false, random),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
