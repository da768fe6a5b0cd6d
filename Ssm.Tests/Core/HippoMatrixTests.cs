using Ssm.Core.Checkpoints;
using Ssm.Core.Initialization;

namespace Ssm.Tests.Core;

public sealed class HippoMatrixTests
{
    private static IEnumerable<string> Transitions() => HippoGolden.Cases("hippo", "transition_");

    private static IEnumerable<HippoMeasure> Measures() => Enum.GetValues<HippoMeasure>();

    [TestCaseSource(nameof(Transitions))]
    public void A_and_B_are_those_of_the_published_code(string name)
    {
        SafetensorsFile golden = HippoGolden.Open("hippo");
        HippoMeasure measure = Enum.Parse<HippoMeasure>(name.Split('_')[1], ignoreCase: true);
        HippoMatrix hippo = HippoMatrix.Create(measure, golden.Size($"{name}/out.A", 0));
        Assert.That(HippoGolden.Error(hippo.A, golden.Real($"{name}/out.A")), Is.LessThan(1e-14));
        Assert.That(HippoGolden.Error(hippo.B, golden.Real($"{name}/out.B")), Is.LessThan(1e-14));
    }

    [Test]
    public void LegS_of_order_4_is_the_known_one()
    {
        HippoMatrix hippo = HippoMatrix.Create(HippoMeasure.LegS, 4);
        double[] expected =
        [
            -1, 0, 0, 0,
            -1.73205081, -2, 0, 0,
            -2.23606798, -3.87298335, -3, 0,
            -2.64575131, -4.58257569, -5.91607978, -4,
        ];
        Assert.That(hippo.A, Is.EqualTo(expected).Within(5.1e-9));
        Assert.That(hippo.P.Select(p => p * p), Is.EqualTo(new[] { 0.5, 1.5, 2.5, 3.5 }).Within(1e-14));
    }

    [Test]
    public void LegT_of_order_4_is_the_known_one()
    {
        HippoMatrix hippo = HippoMatrix.Create(HippoMeasure.LegT, 4);
        double[] expected =
        [
            -0.5, 0.8660254, -1.11803399, 1.32287566,
            -0.8660254, -1.5, 1.93649167, -2.29128785,
            -1.11803399, -1.93649167, -2.5, 2.95803989,
            -1.32287566, -2.29128785, -2.95803989, -3.5,
        ];
        Assert.That(hippo.A, Is.EqualTo(expected).Within(5.1e-9));
        Assert.That(hippo.B, Is.EqualTo(new[] { 0.5, 0.8660254, 1.11803399, 1.32287566 }).Within(5.1e-9));
        Assert.That(hippo.Rank, Is.EqualTo(2));
    }

    [Test]
    public void FouT_of_order_6_is_the_known_one()
    {
        HippoMatrix hippo = HippoMatrix.Create(HippoMeasure.FouT, 6);
        double root = Math.Sqrt(2), pi = Math.PI;
        double[] expected =
        [
            -1, 0, -root, 0, -root, 0,
            0, 0, 0, 0, 0, 0,
            -root, 0, -2, -pi, -2, 0,
            0, 0, pi, 0, 0, 0,
            -root, 0, -2, 0, -2, -2 * pi,
            0, 0, 0, 0, 2 * pi, 0,
        ];
        Assert.That(hippo.A, Is.EqualTo(expected).Within(2e-15));
        Assert.That(hippo.B, Is.EqualTo(new[] { 1, 0, root, 0, root, 0 }));
    }

    [Test]
    public void LagT_is_minus_one_below_a_diagonal_of_minus_a_half()
    {
        HippoMatrix hippo = HippoMatrix.Create(HippoMeasure.LagT, 3);
        Assert.That(hippo.A, Is.EqualTo(new[] { -0.5, 0, 0, -1, -0.5, 0, -1, -1, -0.5 }));
        Assert.That(hippo.B, Is.EqualTo(new double[] { 1, 1, 1 }));
    }

    [Test]
    public void The_other_Fourier_systems_are_scalings_of_FouT()
    {
        HippoMatrix fout = HippoMatrix.Create(HippoMeasure.FouT, 6);
        HippoMatrix decay = HippoMatrix.Create(HippoMeasure.FourierDecay, 6);
        HippoMatrix twice = HippoMatrix.Create(HippoMeasure.Fourier2, 6);
        HippoMatrix diagonal = HippoMatrix.Create(HippoMeasure.FourierDiagonal, 6);
        Assert.That(decay.B, Is.EqualTo(fout.B.Select(b => b / 2)));
        Assert.That(twice.A, Is.EqualTo(fout.A.Select(a => 2 * a)).Within(4e-15));
        Assert.That(twice.B, Is.EqualTo(fout.B.Select(b => 2 * b)));
        Assert.That(diagonal.B, Is.EqualTo(fout.B));
        Assert.That(diagonal.P, Is.EqualTo(new double[6]));

        // Without their corrections, FourierDecay and FouT rotate alike, and FourierDiagonal like Fourier2 with a decay
        // of ½.
        Assert.That(decay.NormalPart(), Is.EqualTo(fout.NormalPart()).Within(4e-15));
        double[] rotations = twice.NormalPart();
        for (int i = 0; i < 36; i += 7)
        {
            rotations[i] -= 0.5;
        }

        Assert.That(diagonal.NormalPart(), Is.EqualTo(rotations).Within(1e-14));
    }

    [TestCaseSource(nameof(Measures))]
    public void The_correction_leaves_a_skew_symmetric_matrix_plus_a_scalar(HippoMeasure measure)
    {
        double scalar = measure is HippoMeasure.LegS or HippoMeasure.FourierDiagonal ? -0.5 : 0;
        Assert.That(HippoMatrix.Create(measure, 4).NormalScalar, Is.EqualTo(scalar));
        foreach (int order in new[] { 2, 4, 6, 16, 64 })
        {
            double[] s = HippoMatrix.Create(measure, order).NormalPart();

            // Entries reach 2N; each is rounded a few times by 2⁻⁵³ of that.
            double rounding = 8 * order * Math.ScaleB(1, -53);
            for (int n = 0; n < order; n++)
            {
                Assert.That(s[(n * order) + n], Is.EqualTo(scalar).Within(rounding));
                for (int k = 0; k < n; k++)
                {
                    Assert.That(s[(n * order) + k] + s[(k * order) + n], Is.EqualTo(0).Within(rounding));
                }
            }
        }
    }

    [TestCase(HippoMeasure.LegS)]
    [TestCase(HippoMeasure.LegT)]
    [TestCase(HippoMeasure.LagT)]
    public void Polynomial_systems_may_have_an_odd_order(HippoMeasure measure)
    {
        double[] large = HippoMatrix.Create(measure, 4).A, small = HippoMatrix.Create(measure, 3).A;
        Assert.That(small, Is.EqualTo(large.Where((_, i) => i % 4 < 3 && i < 12)));
        Assert.That(HippoMatrix.Create(measure, 1).Rank, Is.EqualTo(measure == HippoMeasure.LegT ? 2 : 1));
    }

    [Test]
    public void Orders_that_a_system_has_not_are_refused()
    {
        Assert.That(
            () => HippoMatrix.Create(HippoMeasure.LegS, 0),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'order' is 0, expected 1 or more"));
        Assert.That(
            () => HippoMatrix.Create(HippoMeasure.FouT, 5),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'order' is 5, expected an even " +
                "number"));
        Assert.That(
            () => HippoMatrix.Create((HippoMeasure)99, 4),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'measure' is 99"));
    }
}
