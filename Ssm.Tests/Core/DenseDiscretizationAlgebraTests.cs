using MathNet.Numerics.LinearAlgebra;
using Ssm.Core.Discretization;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

public sealed class DenseDiscretizationAlgebraTests
{
    [TestCase(1, 1)]
    [TestCase(2, 3)]
    [TestCase(7, 1)]
    [TestCase(20, 20)]
    [TestCase(65, 2)]
    public void MathNet_solves_the_same(int order, int columns)
    {
        RandomSource random = new(51);
        Matrix<double> a = Matrix<double>.Build.Dense(order, order, (_, _) => random.NextNormal());
        Matrix<double> b = Matrix<double>.Build.Dense(order, columns, (_, _) => random.NextNormal());
        double[] matrix = a.ToRowMajorArray(), x = b.ToRowMajorArray();
        double[] before = [.. matrix];
        DenseLinear.Solve(matrix, order, x, columns);
        double tolerance = order * a.ConditionNumber() * Math.ScaleB(1, -50);
        Assert.That(HippoGolden.Error(x, a.Solve(b).ToRowMajorArray()), Is.LessThan(tolerance));
        Assert.That(matrix, Is.EqualTo(before));
    }

    [Test]
    public void A_zero_or_tiny_corner_needs_a_pivot()
    {
        double[] x = [3, 5];
        DenseLinear.Solve([0, 1, 1, 0], 2, x, 1);
        Assert.That(x, Is.EqualTo(new double[] { 5, 3 }));
        double[] y = [1, 2];
        DenseLinear.Solve([1e-20, 1, 1, 1], 2, y, 1);
        Assert.That(y, Is.EqualTo(new double[] { 1, 1 }).Within(1e-15));
    }

    [Test]
    public void Matrices_that_have_no_inverse_are_refused()
    {
        Assert.That(
            () => DenseLinear.Solve([1, 2, 2, 4], 2, new double[2], 1),
            Throws.ArgumentException.With.Message.Contains("no pivot in column 1"));
        Assert.That(
            () => DenseLinear.Solve([double.NaN, 2, 2, 4], 2, new double[2], 1),
            Throws.ArgumentException.With.Message.Contains("no pivot"));
        Assert.That(() => DenseLinear.Solve([1], 1, new double[3], 2), Throws.ArgumentException);
    }

    [TestCase(1e-8)]
    [TestCase(0.5)]
    [TestCase(5)]
    [TestCase(100)]
    public void The_exponential_of_a_symmetric_matrix_has_the_exponentials_of_its_eigenvalues(double scale)
    {
        const int Order = 12;
        RandomSource random = new(52);
        Matrix<double> a = Matrix<double>.Build.Dense(Order, Order, (_, _) => random.NextNormal());
        a = (a + a.Transpose()).Multiply(scale / (a + a.Transpose()).L2Norm());
        MathNet.Numerics.LinearAlgebra.Factorization.Evd<double> eigen = a.Evd(Symmetricity.Symmetric);
        Matrix<double> expected = eigen.EigenVectors
            * Matrix<double>.Build.DenseOfDiagonalVector(eigen.EigenValues.Map(x => Math.Exp(x.Real)))
            * eigen.EigenVectors.Transpose();
        double[] actual = DenseExponential.Compute(a.ToRowMajorArray(), Order);

        // The condition of the exponential of a symmetric matrix is its norm: e^x turns an absolute error into a
        // relative one.
        Assert.That(
            HippoGolden.Error(actual, expected.ToRowMajorArray()), Is.LessThan(Order * (1 + scale) * Math.ScaleB(1,
                -50)));
    }

    [Test]
    public void A_nilpotent_matrix_has_a_finite_series()
    {
        // exp of a shift by one: 1/k! on the k-th diagonal above the main one.
        double[] shift = [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0];
        double[] expected = [1, 1, 0.5, 1.0 / 6, 0, 1, 1, 0.5, 0, 0, 1, 1, 0, 0, 0, 1];
        Assert.That(DenseExponential.Compute(shift, 4), Is.EqualTo(expected).Within(1e-15));
    }

    [TestCase(-1000, 0)]
    [TestCase(-1e-300, 1)]
    [TestCase(3, 20.085536923187668)]
    [TestCase(-30, 9.3576229688401748e-14)]
    public void The_exponential_of_a_number_is_the_usual_one(double x, double expected) => Assert.That(
        DenseExponential.Compute([x], 1)[0], Is.EqualTo(expected).Within(1e-13 * expected));

    [Test]
    public void Matrices_that_are_not_finite_are_refused()
    {
        Assert.That(
            () => DenseExponential.Compute([double.PositiveInfinity], 1),
            Throws.ArgumentException.With.Message.Contains("expected finite numbers"));
        Assert.That(
            () => DenseExponential.Compute([1e308, 0, 1e308, 0], 2),
            Throws.ArgumentException.With.Message.Contains("infinite 1-norm"));
        Assert.That(() => DenseExponential.Compute([1, 2], 1), Throws.ArgumentException);
        Assert.That(DenseExponential.Compute([], 0), Is.Empty);
    }
}
