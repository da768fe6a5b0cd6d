using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Ssm.Core.Checkpoints;
using Ssm.Core.Initialization;

namespace Ssm.Tests.Core;

public sealed class HippoNormalTests
{
    private static IEnumerable<string> Golden() => HippoGolden.Cases("hippo", "nplr_");

    private static IEnumerable<HippoMeasure> Measures() => Enum.GetValues<HippoMeasure>();

    [TestCaseSource(nameof(Golden))]
    public void The_published_code_has_the_same_modes(string name)
    {
        SafetensorsFile golden = HippoGolden.Open("hippo");
        HippoMeasure measure = Enum.Parse<HippoMeasure>(name.Split('_')[1], ignoreCase: true);
        int order = golden.Size($"{name}/out.A", 0);
        DiagonalHippo clipped = HippoNormal.Create(measure, order);
        DiagonalHippo exact = HippoNormal.Create(measure, order, double.PositiveInfinity);
        HippoMatrix matrix = HippoMatrix.Create(measure, order);

        Assert.That(HippoGolden.Error(matrix.P, golden.Real($"{name}/out.p")), Is.LessThan(1e-14));
        Assert.That(HippoGolden.Error(exact.Lambda, golden.Complex($"{name}/out.W")), Is.LessThan(1e-12));

        // Free of the vectors' phases.
        Assert.That(
            HippoGolden.Error(Moduli(exact.B), HippoGolden.Lift(golden.Real($"{name}/out.absB_noclip"))),
            Is.LessThan(1e-11));
        Assert.That(
            HippoGolden.Error(Moduli(exact.P), HippoGolden.Lift(golden.Real($"{name}/out.absP"))), Is.LessThan(1e-11));
        Complex[] product = [.. exact.P.Select((p, i) => Complex.Conjugate(p) * exact.B[i % exact.Modes])];
        Assert.That(
            HippoGolden.Error(product, golden.Complex($"{name}/out.conjP_B_noclip")), Is.LessThan(1e-11));
        Assert.That(
            HippoGolden.Error(TwiceReal(exact, order), golden.Real($"{name}/out.VWVh")), Is.LessThan(1e-12));

        // With the phases: the published ones are these or their negatives.
        Complex[] v = golden.Complex($"{name}/out.V"), b = golden.Complex($"{name}/out.B");
        int modes = order / 2;
        for (int n = 0; n < modes; n++)
        {
            Complex inner = Complex.Zero;
            for (int i = 0; i < order; i++)
            {
                inner += Complex.Conjugate(v[(i * modes) + n]) * exact.V[(i * modes) + n];
            }

            double sign = Math.Sign(inner.Real);
            Assert.That(Complex.Abs(inner - sign), Is.LessThan(1e-10));
            Assert.That(Complex.Abs(clipped.B[n] - (sign * b[n])), Is.LessThan(1e-9));
        }
    }

    [Test]
    public void LegS_of_order_4_has_the_known_modes()
    {
        DiagonalHippo hippo = HippoNormal.Create(HippoMeasure.LegS, 4, double.PositiveInfinity);
        AssertNear(hippo.Lambda, new(-0.5, -4.60329301), new(-0.5, -0.55650112));
        AssertNear(hippo.V[..2], 0.28701986, 0.64623494);
        AssertNear(hippo.B, new(0.28701986, 2.64247303), new(0.64623494, 0.71926093));
        AssertNear(hippo.P, new(0.20295369, 1.8685106), new(0.45695711, 0.50859428));
    }

    [Test]
    public void LegS_of_order_8_has_the_known_modes()
    {
        DiagonalHippo hippo = HippoNormal.Create(HippoMeasure.LegS, 8, double.PositiveInfinity);
        AssertNear(
            hippo.Lambda,
            new(-0.5, -19.85741037),
            new(-0.5, -5.35420852),
            new(-0.5, -1.95779415),
            new(-0.5, -0.42748871));
        AssertNear(
            hippo.B,
            new(0.12977503, 5.15399195),
            new(0.17144282, 1.83588124),
            new(0.29074055, 1.13842031),
            new(0.6076477, 0.51952507));
    }

    [Test]
    public void Only_the_imaginary_part_of_B_is_clipped()
    {
        DiagonalHippo exact = HippoNormal.Create(HippoMeasure.LegS, 64, double.PositiveInfinity);
        DiagonalHippo clipped = HippoNormal.Create(HippoMeasure.LegS, 64);
        Assert.That(exact.B.Max(b => Math.Abs(b.Imaginary)), Is.GreaterThan(20));
        Assert.That(clipped.B, Is.EqualTo(exact.B.Select(b => new Complex(b.Real, Math.Clamp(b.Imaginary, -2, 2)))));
        Assert.That(clipped.P, Is.EqualTo(exact.P));
        Assert.That(exact.B.Zip(exact.P, (b, p) => Complex.Abs(b - (Math.Sqrt(2) * p))), Is.All.LessThan(1e-11));
    }

    [TestCaseSource(nameof(Measures))]
    public void The_modes_make_up_the_system(HippoMeasure measure)
    {
        foreach (int order in new[] { 2, 4, 6, 10, 64, 128 })
        {
            HippoMatrix matrix = HippoMatrix.Create(measure, order);
            DiagonalHippo hippo = HippoNormal.Create(measure, order, double.PositiveInfinity);
            double[] s = matrix.NormalPart();

            // The eigensolver is backward stable: errors are a small multiple of N ε ‖S‖.
            double norm = 1 + (s.Max(Math.Abs) * order), tolerance = order * Math.ScaleB(norm, -50);
            Assert.That(hippo.Lambda, Is.Ordered.By(nameof(Complex.Imaginary)));
            Assert.That(hippo.Lambda[^1].Imaginary, Is.LessThanOrEqualTo(0));
            Assert.That(hippo.Lambda.Select(x => x.Real), Is.All.EqualTo(matrix.NormalScalar));
            Assert.That(
                TwiceReal(hippo, order).Zip(s, (x, y) => Math.Abs(x - y)).Max(), Is.LessThan(tolerance), $"S, " +
                $"order {order}");

            for (int i = 0; i < order; i++)
            {
                Assert.That(Expand(hippo, hippo.B, i), Is.EqualTo(matrix.B[i]).Within(tolerance));
                for (int r = 0; r < hippo.Rank; r++)
                {
                    Complex[] p = hippo.P[(r * hippo.Modes)..((r + 1) * hippo.Modes)];
                    Assert.That(Expand(hippo, p, i), Is.EqualTo(matrix.P[(r * order) + i]).Within(tolerance));
                }
            }

            // Kept modes are orthonormal however close their eigenvalues; a mode and the conjugate of another are two
            // results of the solver, so their product grows with the norm over the distance of the eigenvalues.
            double gap = 2 * hippo.Lambda.Select(x => -x.Imaginary).Where(x => x > 0).DefaultIfEmpty(1).Min();
            Assert.That(Product(hippo, order, conjugate: true), Is.LessThan(order * Math.ScaleB(1, -50)),
                $"order {order}");
            Assert.That(Product(hippo, order, conjugate: false), Is.LessThan(tolerance / gap), $"order {order}");
        }
    }

    [TestCase(HippoMeasure.FouT)]
    [TestCase(HippoMeasure.FourierDecay)]
    [TestCase(HippoMeasure.Fourier2)]
    public void The_double_zero_of_a_Fourier_system_is_kept_once(HippoMeasure measure)
    {
        double frequency = measure == HippoMeasure.Fourier2 ? 2 * Math.PI : Math.PI;
        DiagonalHippo hippo = HippoNormal.Create(measure, 8);
        Assert.That(
            hippo.Lambda.Select(x => x.Imaginary / frequency), Is.EqualTo(new double[] { -3, -2, -1,
                0 }).Within(1e-14));
        Assert.That(hippo.Lambda[^1], Is.EqualTo(Complex.Zero));
        Assert.That(hippo.V[3], Is.EqualTo((Complex)Math.Sqrt(0.5)));
        Assert.That(hippo.V[7], Is.EqualTo(new Complex(0, Math.Sqrt(0.5))));
    }

    [TestCase(4)]
    [TestCase(8)]
    public void The_low_rank_term_restores_the_eigenvalues_of_LegS(int order)
    {
        // diag(Λ, conj Λ) − [P; conj P] [P; conj P]*: similar to A, which is triangular with −1 … −N on its diagonal.
        DiagonalHippo hippo = HippoNormal.Create(HippoMeasure.LegS, order);
        Complex[] lambda = [.. hippo.Lambda, .. hippo.Lambda.Select(Complex.Conjugate)];
        Complex[] p = [.. hippo.P, .. hippo.P.Select(Complex.Conjugate)];
        Matrix<Complex> full = Matrix<Complex>.Build.Dense(
            order, order, (i, j) => (i == j ? lambda[i] : 0) - (p[i] * Complex.Conjugate(p[j])));
        Complex[] eigenvalues = [.. full.Evd().EigenValues.OrderByDescending(x => x.Real)];
        for (int n = 0; n < order; n++)
        {
            // These eigenvalues are ill-conditioned: at order 8 they lose about six of sixteen digits.
            Assert.That(Complex.Abs(eigenvalues[n] + n + 1), Is.LessThan(order == 4 ? 1e-11 : 1e-8));
        }
    }

    [TestCase(0)]
    [TestCase(7)]
    [TestCase(-2)]
    public void Orders_that_have_no_pairs_are_refused(int order) => Assert.That(
        () => HippoNormal.Create(HippoMeasure.LegS, order),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains($"'order' is {order}, expected an even " +
            "number"));

    [TestCase(-1)]
    [TestCase(double.NaN)]
    public void A_clip_that_is_no_bound_is_refused(double clip) => Assert.That(
        () => HippoNormal.Create(HippoMeasure.LegS, 4, clip),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'clip' is"));

    private static Complex[] Moduli(Complex[] values) => Array.ConvertAll(values, x => (Complex)Complex.Abs(x));

    // 2 Re(V diag(Λ) V*).
    private static double[] TwiceReal(DiagonalHippo hippo, int order)
    {
        double[] sum = new double[order * order];
        for (int i = 0; i < sum.Length; i++)
        {
            int row = i / order * hippo.Modes, column = i % order * hippo.Modes;
            for (int n = 0; n < hippo.Modes; n++)
            {
                sum[i] += 2 * (hippo.V[row + n] * hippo.Lambda[n] * Complex.Conjugate(hippo.V[column + n])).Real;
            }
        }

        return sum;
    }

    // 2 Re(V x)[i].
    private static double Expand(DiagonalHippo hippo, Complex[] x, int i)
    {
        double sum = 0;
        for (int n = 0; n < hippo.Modes; n++)
        {
            sum += 2 * (hippo.V[(i * hippo.Modes) + n] * x[n]).Real;
        }

        return sum;
    }

    // The largest entry of V* V − I, or of Vᵀ V: of the modes with each other, or with the conjugates.
    private static double Product(DiagonalHippo hippo, int order, bool conjugate)
    {
        double largest = 0;
        for (int n = 0; n < hippo.Modes; n++)
        {
            for (int m = 0; m <= n; m++)
            {
                Complex sum = conjugate && n == m ? -1 : 0;
                for (int i = 0; i < order; i++)
                {
                    Complex x = hippo.V[(i * hippo.Modes) + n];
                    sum += (conjugate ? Complex.Conjugate(x) : x) * hippo.V[(i * hippo.Modes) + m];
                }

                largest = Math.Max(largest, Complex.Abs(sum));
            }
        }

        return largest;
    }

    private static void AssertNear(Complex[] actual, params Complex[] expected)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        for (int i = 0; i < actual.Length; i++)
        {
            // The known values have eight decimals.
            Assert.That(Complex.Abs(actual[i] - expected[i]), Is.LessThan(1e-8), $"element {i}");
        }
    }
}
