using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class NormBatchTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double Epsilon = 1e-5;

    private static IEnumerable<(int Rows, int Width)> Sizes()
    {
        for (int width = 1; width <= (2 * Vector<T>.Count) + 1; width++)
        {
            yield return (7, width);
        }

        // One row has no variance; around the pieces of 64 rows.
        yield return (0, 3);
        yield return (1, 3);
        yield return (64, 3);
        yield return (65, 3);
        yield return (300, 3);
    }

    [Test]
    public void It_agrees_with_its_definition([Values] bool parameters)
    {
        RandomSource source = new(61);
        foreach ((int rows, int width) in Sizes())
        {
            T[] x = ScanTestData.Random<T>(source, rows * width), y = new T[x.Length], mean = new T[width];
            T[] variance = new T[width];
            T[] w = ScanTestData.Random<T>(source, parameters ? width : 0);
            T[] b = ScanTestData.Random<T>(source, parameters ? width : 0), given = new T[x.Length];
            T epsilon = T.CreateTruncating(Epsilon);
            BatchNorm.Forward<T>(x, w, b, epsilon, y, mean, variance);
            BatchNorm.Evaluate<T>(x, w, b, mean, variance, epsilon, given);
            Assert.That(
                given.AsSpan().SequenceEqual(y), Is.True, "Training is evaluation with the rows' own statistics.");
            for (int j = 0; j < width; j++)
            {
                (double m, double v) = (0.0, 0.0);
                double[] column = Column(x, rows, width, j), expected = new double[rows];
                for (int row = 0; row < rows; row++)
                {
                    m += column[row] / rows;
                }

                for (int row = 0; row < rows; row++)
                {
                    v += (column[row] - m) * (column[row] - m) / rows;
                }

                double inverse = 1.0 / Math.Sqrt(v + double.CreateTruncating(epsilon)), widest = 0.0;
                for (int row = 0; row < rows; row++)
                {
                    double hat = (column[row] - m) * inverse;
                    widest = Math.Max(widest, Math.Abs(hat));
                    expected[row] = parameters
                        ? (hat * double.CreateTruncating(w[j])) + double.CreateTruncating(b[j])
                        : hat;
                }

                // As for a row of layer norm: |x| is at most 1.
                double u = ScanTestData.Unit<T>(), bound = 2 * (rows + 8) * u * (inverse + 1) * (1 + widest);
                Assert.That(
                    ScanTestData.Worst<T>(Narrow(y, rows, width, j), expected, bound),
                    Is.LessThanOrEqualTo(1.0),
                    $"{rows}");
                Assert.That(double.CreateTruncating(mean[j]), Is.EqualTo(m).Within((rows + 2) * u));
                Assert.That(double.CreateTruncating(variance[j]), Is.EqualTo(v).Within(4 * (rows + 4) * u));
            }
        }
    }

    [Test]
    public void Backward_agrees_with_its_formula([Values] bool parameters, [Values] bool given)
    {
        RandomSource source = new(62);
        foreach ((int rows, int width) in Sizes())
        {
            T[] x = ScanTestData.Random<T>(source, rows * width), dy = ScanTestData.Random<T>(source, rows * width);
            T[] w = ScanTestData.Random<T>(source, parameters ? width : 0);
            T[] mean = ScanTestData.Random<T>(source, width);
            T[] variance = new T[width], dx = (T[])dy.Clone(), dw = new T[width], db = new T[width];
            for (int j = 0; j < width; j++)
            {
                variance[j] = T.CreateTruncating(1.0 + source.NextDouble());
            }

            T epsilon = T.CreateTruncating(Epsilon);
            if (given)
            {
                BatchNorm.EvaluateBackward<T>(dx, x, w, mean, variance, epsilon, dx, dw, db);
            }
            else
            {
                BatchNorm.Backward<T>(dx, x, w, mean, variance, epsilon, dx, dw, db);
            }

            for (int j = 0; j < width; j++)
            {
                double[] g = Column(dy, rows, width, j), hat = Column(x, rows, width, j), expected = new double[rows];
                double r = 1.0 / Math.Sqrt(double.CreateTruncating(variance[j]) + double.CreateTruncating(epsilon));
                double edw = 0.0, edb = 0.0;
                for (int row = 0; row < rows; row++)
                {
                    hat[row] = (hat[row] - double.CreateTruncating(mean[j])) * r;
                    edw += g[row] * hat[row];
                    edb += g[row];
                }

                for (int row = 0; row < rows; row++)
                {
                    double inner = given ? g[row] : g[row] - (edb / rows) - (hat[row] * edw / rows);
                    expected[row] = (parameters ? double.CreateTruncating(w[j]) : 1.0) * r * inner;
                }

                // |dy| and r are at most 1, |x̂| and so its mean product at most 2, each off by (rows + 8)u of itself.
                double u = ScanTestData.Unit<T>(), bound = (1 + 1 + 4) * (rows + 12) * u;
                Assert.That(
                    ScanTestData.Worst<T>(Narrow(dx, rows, width, j), expected, bound),
                    Is.LessThanOrEqualTo(1.0),
                    $"{rows}");
                Assert.That(double.CreateTruncating(dw[j]), Is.EqualTo(edw).Within(2.0 * rows * (rows + 6) * u));
                Assert.That(double.CreateTruncating(db[j]), Is.EqualTo(edb).Within(1.0 * rows * rows * u));
            }
        }
    }

    [Test]
    public void Backward_agrees_with_the_difference_quotient()
    {
        // A central difference is off by step²·f‴/6 and by the rounding of f, u·Σ|terms|/step: each far below a missing
        // term.
        (double step, double tolerance) = typeof(T) == typeof(double) ? (1e-6, 1e-7) : (1e-2, 1e-2);
        const int rows = 9, width = 5;
        RandomSource source = new(63);
        T[] x = ScanTestData.Random<T>(source, rows * width), direction = ScanTestData.Random<T>(source, rows * width);
        T[] dy = ScanTestData.Random<T>(source, rows * width), w = ScanTestData.Random<T>(source, width);
        T[] y = new T[x.Length], mean = new T[width], variance = new T[width], dx = new T[x.Length];
        T epsilon = T.CreateTruncating(Epsilon);
        double Loss(double by)
        {
            T[] moved = new T[x.Length];
            for (int i = 0; i < x.Length; i++)
            {
                moved[i] = x[i] + (T.CreateTruncating(by) * direction[i]);
            }

            BatchNorm.Forward<T>(moved, w, default, epsilon, y, mean, variance);
            return ScanTestData.Dot(ScanTestData.ToDouble<T>(y), ScanTestData.ToDouble<T>(dy));
        }

        double quotient = (Loss(step) - Loss(-step)) / (2 * step);
        Loss(0.0);
        BatchNorm.Backward<T>(dy, x, w, mean, variance, epsilon, dx, default, default);
        double expected = ScanTestData.Dot(ScanTestData.ToDouble<T>(dx), ScanTestData.ToDouble<T>(direction));
        Assert.That(quotient, Is.EqualTo(expected).Within(tolerance));
    }

    private static T[] Narrow(T[] x, int rows, int width, int j)
    {
        T[] column = new T[rows];
        for (int row = 0; row < rows; row++)
        {
            column[row] = x[(row * width) + j];
        }

        return column;
    }

    private static double[] Column(T[] x, int rows, int width, int j) =>
        ScanTestData.ToDouble<T>(Narrow(x, rows, width, j));
}
