using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

public sealed class HermitianEigenTests
{
    // A small multiple of n ε: what a backward stable method promises, relative to the norm of the matrix.
    private const double Epsilon = 1.0 / (1L << 52);

    private static IEnumerable<int> Orders() => [.. Enumerable.Range(1, 40), 64, 128, 256];

    [TestCaseSource(nameof(Orders))]
    public void A_random_matrix_is_taken_apart(int order)
    {
        Complex[,] a = Random(order, seed: 3);
        (double[] values, Complex[,] vectors) = Decompose(a);
        CheckFactors(a, values, vectors);
    }

    [TestCase(2)]
    [TestCase(7)]
    [TestCase(30)]
    public void MathNet_finds_the_same_eigenvalues(int order)
    {
        Complex[,] a = Random(order, seed: 4);
        double[] values = Decompose(a).Values;
        double[] expected = [.. Matrix<Complex>.Build.DenseOfArray(a).Evd(Symmetricity.Hermitian).EigenValues
            .Select(value => value.Real).Order()];
        for (int i = 0; i < order; i++)
        {
            Assert.That(values[i], Is.EqualTo(expected[i]).Within(10 * order * Epsilon * Norm(a)));
        }
    }

    [TestCase(1)]
    [TestCase(1e-200)]
    [TestCase(1e200)]
    public void Repeated_eigenvalues_of_any_size_keep_the_vectors_orthonormal(double scale)
    {
        // A reflection I − 2 u u* / (u* u), times the scale: eigenvalue −1 once and 1 eight times.
        Complex[] u = [1, new(0, 2), -1, new(0.5, 0.5), 0, 3, new(1, -1), 0, 2];
        double square = u.Sum(x => (x * Complex.Conjugate(x)).Real);
        Complex[,] a = Build(9, (i, j) => scale * ((i == j ? 1 : 0) - (2 * u[i] * Complex.Conjugate(u[j]) / square)));
        (double[] values, Complex[,] vectors) = Decompose(a);
        CheckFactors(a, values, vectors);
        Assert.That(values[0], Is.EqualTo(-scale).Within(1e-14 * scale));
        Assert.That(values[1..], Is.All.EqualTo(scale).Within(1e-14 * scale));
    }

    [Test]
    public void A_diagonal_matrix_is_sorted_and_its_vectors_are_unit_vectors()
    {
        double[] diagonal = [3, -1, 0, 2, -1];
        (double[] values, Complex[,] vectors) = Decompose(Build(5, (i, j) => i == j ? diagonal[i] : 0));
        Assert.That(values, Is.EqualTo(new double[] { -1, -1, 0, 2, 3 }));
        Assert.That(vectors.Cast<Complex>().Count(x => x == Complex.One), Is.EqualTo(5));
        Assert.That(vectors.Cast<Complex>().Count(x => x == Complex.Zero), Is.EqualTo(20));
    }

    [Test]
    public void The_zero_matrix_has_zero_eigenvalues() =>
        Assert.That(Decompose(Build(4, (_, _) => 0)).Values, Is.All.EqualTo(0.0));

    [Test]
    public void The_first_component_that_counts_is_real_and_positive()
    {
        Complex[,] vectors = Decompose(Random(17, seed: 5)).Vectors;
        for (int j = 0; j < 17; j++)
        {
            Assert.That(vectors[0, j].Imaginary, Is.Zero);
            Assert.That(vectors[0, j].Real, Is.Positive);
        }
    }

    // −i (S − W I) of HiPPO-LegS (arXiv:2111.00396, arXiv:2206.12037), S = A + P Pᵀ,
    // is Hermitian; the lower half of its spectrum belongs to the modes that are kept. Numbers: the papers' own code.
    [Test]
    public void HiPPO_LegS_of_order_four_has_the_published_modes()
    {
        (double[] values, Complex[,] vectors) = Decompose(NormalPartOfLegS(4));
        Assert.That(values[0], Is.EqualTo(-4.60329301).Within(1e-8));
        Assert.That(values[1], Is.EqualTo(-0.55650112).Within(1e-8));
        Assert.That(vectors[0, 0].Real, Is.EqualTo(0.28701986).Within(1e-8));
        Assert.That(vectors[0, 1].Real, Is.EqualTo(0.64623494).Within(1e-8));
        CheckInput(vectors, 4, 0, new Complex(0.28701986, 2.64247303));
        CheckInput(vectors, 4, 1, new Complex(0.64623494, 0.71926093));
    }

    [Test]
    public void HiPPO_LegS_of_order_eight_has_the_published_modes()
    {
        double[] imaginary = [-19.85741037, -5.35420852, -1.95779415, -0.42748871];
        Complex[] inputs =
        [
            new(0.12977503, 5.15399195), new(0.17144282, 1.83588124),
            new(0.29074055, 1.13842031), new(0.6076477, 0.51952507),
        ];
        (double[] values, Complex[,] vectors) = Decompose(NormalPartOfLegS(8));
        for (int j = 0; j < 4; j++)
        {
            Assert.That(values[j], Is.EqualTo(imaginary[j]).Within(1e-8));
            CheckInput(vectors, 8, j, inputs[j]);
        }
    }

    [TestCase(64)]
    [TestCase(256)]
    public void HiPPO_LegS_is_taken_apart_and_its_modes_come_in_pairs(int order)
    {
        Complex[,] a = NormalPartOfLegS(order);
        (double[] values, Complex[,] vectors) = Decompose(a);
        CheckFactors(a, values, vectors);
        for (int j = 0; j < order; j++)
        {
            Assert.That(values[j], Is.EqualTo(-values[order - 1 - j]).Within(10 * order * Epsilon * Norm(a)));
        }
    }

    [Test]
    public void The_result_may_take_the_place_of_the_matrix()
    {
        Complex[,] a = Random(9, seed: 6);
        Complex[,] expected = Decompose(a).Vectors;
        double[] re = [.. a.Cast<Complex>().Select(x => x.Real)], im = [.. a.Cast<Complex>().Select(x => x.Imaginary)];
        HermitianEigen.Decompose(new Planar<double>(re, im), 9, new double[9], new Planar<double>(re, im));
        Assert.That(re, Is.EqualTo(expected.Cast<Complex>().Select(x => x.Real)));
        Assert.That(im, Is.EqualTo(expected.Cast<Complex>().Select(x => x.Imaginary)));
    }

    [Test]
    public void A_matrix_that_is_not_Hermitian_is_refused()
    {
        Complex[,] a = Random(3, seed: 7);
        a[2, 1] += 1e-3;
        Assert.That(
            () => Decompose(a),
            Throws.ArgumentException.With.Message.Contains("(2, 1) is not the conjugate of (1, 2)"));
        a[1, 1] = double.NaN;
        Assert.That(() => Decompose(a), Throws.ArgumentException.With.Message.Contains("not finite at (1, 1)"));
    }

    [Test]
    public void Nothing_is_taken_apart_into_nothing() => Assert.That(Decompose(new Complex[0, 0]).Values, Is.Empty);

    // A V = V diag(w) and V* V = I.
    private static void CheckFactors(Complex[,] a, double[] values, Complex[,] vectors)
    {
        int order = values.Length;
        double tolerance = 10 * order * Epsilon;
        Matrix<Complex> matrix = Matrix<Complex>.Build.DenseOfArray(a), v = Matrix<Complex>.Build.DenseOfArray(vectors);
        Matrix<Complex> scaled = v.MapIndexed((_, j, x) => x * values[j]);
        Assert.That(values, Is.Ordered);
        Assert.That(Largest((matrix * v) - scaled), Is.AtMost(tolerance * Norm(a)));
        Assert.That(
            Largest(v.ConjugateTransposeThisAndMultiply(v) - Matrix<Complex>.Build.DenseIdentity(order)),
            Is.AtMost(tolerance));
    }

    // B̃ = V* B with B[n] = √(2n+1).
    private static void CheckInput(Complex[,] vectors, int order, int mode, Complex expected)
    {
        Complex sum = Enumerable.Range(0, order)
            .Aggregate(Complex.Zero, (s, n) => s + (Complex.Conjugate(vectors[n, mode]) * Math.Sqrt((2 * n) + 1)));
        Assert.That(sum.Real, Is.EqualTo(expected.Real).Within(1e-8));
        Assert.That(sum.Imaginary, Is.EqualTo(expected.Imaginary).Within(1e-8));
    }

    private static Complex[,] NormalPartOfLegS(int order) => Build(order, (n, k) =>
    {
        double a = n > k ? -Math.Sqrt((2 * n) + 1) * Math.Sqrt((2 * k) + 1) : n == k ? -(n + 1) : 0;
        double s = a + (Math.Sqrt(n + 0.5) * Math.Sqrt(k + 0.5)) + (n == k ? 0.5 : 0);
        return new Complex(0, -s);
    });

    private static double Norm(Complex[,] a)
    {
        int order = a.GetLength(0);
        return Enumerable.Range(0, order).Max(i => Enumerable.Range(0, order).Sum(j => Complex.Abs(a[i, j])));
    }

    private static double Largest(Matrix<Complex> matrix) => matrix.Enumerate().Max(Complex.Abs);

    private static Complex[,] Random(int order, ulong seed)
    {
        RandomSource random = new(seed, (ulong)order);
        Complex[,] a = Build(order, (_, _) => new Complex(random.NextNormal(), random.NextNormal()));
        return Build(order, (i, j) => a[i, j] + Complex.Conjugate(a[j, i]));
    }

    private static Complex[,] Build(int order, Func<int, int, Complex> element)
    {
        Complex[,] a = new Complex[order, order];
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                a[i, j] = element(i, j);
            }
        }

        return a;
    }

    private static (double[] Values, Complex[,] Vectors) Decompose(Complex[,] a)
    {
        int order = a.GetLength(0);
        double[] re = [.. a.Cast<Complex>().Select(x => x.Real)], im = [.. a.Cast<Complex>().Select(x => x.Imaginary)];
        double[] values = new double[order], vectorsRe = new double[re.Length], vectorsIm = new double[re.Length];
        HermitianEigen.Decompose(new(re, im), order, values, new Planar<double>(vectorsRe, vectorsIm));
        return (values, Build(order, (i, j) => new Complex(vectorsRe[(i * order) + j], vectorsIm[(i * order) + j])));
    }
}
