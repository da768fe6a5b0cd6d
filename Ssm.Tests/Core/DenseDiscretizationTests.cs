using System.Numerics;
using Ssm.Core.Checkpoints;
using Ssm.Core.Discretization;
using Ssm.Core.Initialization;

namespace Ssm.Tests.Core;

public sealed class DenseDiscretizationTests
{
    private static IEnumerable<string> Golden() => HippoGolden.Cases("hippo", "discretize_");

    [TestCaseSource(nameof(Golden))]
    public void Scipy_discretises_the_same(string name)
    {
        SafetensorsFile golden = HippoGolden.Open("hippo");
        double[] a = golden.Real($"{name}/in.A"), b = golden.Real($"{name}/in.B");
        int order = golden.Size($"{name}/in.B", 0), inputs = golden.Size($"{name}/in.B", 1);
        double step = golden.Real($"{name}/in.dt")[0];
        DenseSystem zoh = DenseDiscretization.ZeroOrderHold(a, b, order, inputs, step);
        DenseSystem bilinear = DenseDiscretization.Bilinear(a, b, order, inputs, step);
        Assert.That(HippoGolden.Error(zoh.A, golden.Real($"{name}/out.A_zoh")), Is.LessThan(1e-13));
        Assert.That(HippoGolden.Error(zoh.B, golden.Real($"{name}/out.B_zoh")), Is.LessThan(1e-13));
        Assert.That(HippoGolden.Error(bilinear.A, golden.Real($"{name}/out.A_bilinear")), Is.LessThan(1e-13));
        Assert.That(HippoGolden.Error(bilinear.B, golden.Real($"{name}/out.B_bilinear")), Is.LessThan(1e-13));
    }

    [Test]
    public void A_rotation_is_a_complex_mode()
    {
        // [σ −ω; ω σ] acts as λ = σ + iω, and (1, 0) as 1.
        DenseSystem zoh = DenseDiscretization.ZeroOrderHold([-0.5, -2, 2, -0.5], [1, 0], 2, 1, 0.1);
        DenseSystem bilinear = DenseDiscretization.Bilinear([-0.5, -2, 2, -0.5], [1, 0], 2, 1, 0.1);
        AssertMode(zoh, new(0.9322681668123085, 0.18898011319812807), new(0.0969002689388475, 0.00964084935913387));
        AssertMode(
            bilinear, new(0.9328226281673542, 0.18856806128461995), new(0.09664113140836772, 0.009428403064230999));
    }

    [TestCase(HippoMeasure.LegS)]
    [TestCase(HippoMeasure.FouT)]
    public void Two_half_steps_with_a_held_input_are_one_step(HippoMeasure measure)
    {
        const int Order = 16;
        HippoMatrix hippo = HippoMatrix.Create(measure, Order);
        DenseSystem whole = DenseDiscretization.ZeroOrderHold(hippo.A, hippo.B, Order, 1, 0.02);
        DenseSystem half = DenseDiscretization.ZeroOrderHold(hippo.A, hippo.B, Order, 1, 0.01);
        for (int i = 0; i < Order; i++)
        {
            double input = half.B[i];
            for (int k = 0; k < Order; k++)
            {
                input += half.A[(i * Order) + k] * half.B[k];
                double square = 0;
                for (int j = 0; j < Order; j++)
                {
                    square += half.A[(i * Order) + j] * half.A[(j * Order) + k];
                }

                Assert.That(square, Is.EqualTo(whole.A[(i * Order) + k]).Within(1e-13));
            }

            Assert.That(input, Is.EqualTo(whole.B[i]).Within(1e-13));
        }
    }

    [Test]
    public void An_integrator_adds_up_its_inputs()
    {
        // A = 0 is singular: formulas that divide by A fail here.
        DenseSystem zoh = DenseDiscretization.ZeroOrderHold(new double[4], [1, 2, 3, 4, 5, 6], 2, 3, 0.25);
        DenseSystem bilinear = DenseDiscretization.Bilinear(new double[4], [1, 2, 3, 4, 5, 6], 2, 3, 0.25);
        Assert.That(zoh.A, Is.EqualTo(new double[] { 1, 0, 0, 1 }).Within(1e-16));
        Assert.That(zoh.B, Is.EqualTo(new[] { 0.25, 0.5, 0.75, 1, 1.25, 1.5 }).Within(1e-15));
        Assert.That(bilinear.A, Is.EqualTo(new double[] { 1, 0, 0, 1 }));
        Assert.That(bilinear.B, Is.EqualTo(new[] { 0.25, 0.5, 0.75, 1, 1.25, 1.5 }));
    }

    [Test]
    public void Systems_without_states_or_inputs_are_systems()
    {
        Assert.That(DenseDiscretization.ZeroOrderHold([], [], 0, 2, 0.1).A, Is.Empty);
        Assert.That(DenseDiscretization.Bilinear([], [], 0, 0, 0.1).B, Is.Empty);
        Assert.That(
            DenseDiscretization.ZeroOrderHold([-3], [], 1, 0, 0.1).A[0], Is.EqualTo(Math.Exp(-0.3)).Within(1e-15));
    }

    [Test]
    public void Arguments_that_do_not_fit_are_refused()
    {
        double[] a = [1, 0, 0, 1], b = [1, 1];
        Assert.That(
            () => DenseDiscretization.ZeroOrderHold(a, b, 3, 1, 0.1),
            Throws.ArgumentException.With.Message.Contains("ZeroOrderHold: 'a.Length' is 4, expected 9"));
        Assert.That(
            () => DenseDiscretization.Bilinear(a, b, 2, 2, 0.1),
            Throws.ArgumentException.With.Message.Contains("Bilinear: 'b.Length' is 2, expected 4"));
        Assert.That(() => DenseDiscretization.Bilinear(a, b, -1, 1, 0.1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => DenseDiscretization.ZeroOrderHold([1, double.NaN, 0, 1], b, 2, 1, 0.1),
            Throws.ArgumentException.With.Message.Contains("'a[1]' is NaN"));

        // 2/Δ is an eigenvalue: the trapezoidal rule has no solution.
        Assert.That(
            () => DenseDiscretization.Bilinear(a, b, 2, 1, 2),
            Throws.ArgumentException.With.Message.Contains("no pivot"));
    }

    [TestCase(0)]
    [TestCase(-0.1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Steps_that_are_not_positive_are_refused(double step) => Assert.That(
        () => DenseDiscretization.ZeroOrderHold([1], [1], 1, 1, step),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'step' is"));

    private static void AssertMode(DenseSystem system, Complex a, Complex b)
    {
        Assert.That(system.A, Is.EqualTo(new[] { a.Real, -a.Imaginary, a.Imaginary, a.Real }).Within(1e-14));
        Assert.That(system.B, Is.EqualTo(new[] { b.Real, b.Imaginary }).Within(1e-14));
    }
}
