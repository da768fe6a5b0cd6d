using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The gated unit against its definition in double, with the square as the activation.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class GatedLinearUnitTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static IEnumerable<int> Counts => Enumerable.Range(0, (2 * Vector<T>.Count) + 2);

    [TestCaseSource(nameof(Counts))]
    public void Any_width_agrees_with_the_definition(int width)
    {
        Check(new GatedUnitShape(2, 3, width, 3), all: true);
        Check(new GatedUnitShape(1, 3, 2, width), all: true);
        Check(new GatedUnitShape(1, 2, width, width), all: false);
    }

    [Test]
    public void Any_length_agrees_with_the_definition([Values(0, 1, 2, 3, 31, 511, 512, 513, 1025)] int length)
    {
        Check(new GatedUnitShape(2, length, 3, 2), all: true);
        Check(new GatedUnitShape(0, length, 3, 2), all: false);
    }

    [Test]
    public void Chunks_are_cut_by_sequence_and_summed_in_groups([Values(1, 3, 17, 40)] int batch) =>
        Check(new GatedUnitShape(batch, 5, 3, 4), all: true);

    [Test]
    public void The_bits_are_the_same_on_1_2_3_and_8_threads()
    {
        GatedUnitShape shape = new(3, 700, 24, 32);
        T[] one = Run(shape, all: true, threads: 1).Results;
        foreach (int threads in ScanTestData.Threads)
        {
            Assert.That(Run(shape, all: true, threads).Results, Is.EqualTo(one), $"{threads} threads");
        }
    }

    [Test]
    public void A_row_that_is_not_finite_reaches_its_own_outputs_only()
    {
        GatedUnitShape shape = new(2, 40, Vector<T>.Count + 1, Vector<T>.Count + 2);
        Problem clean = Run(shape, all: false, threads: 1);
        foreach (T strange in new[] { T.NaN, T.PositiveInfinity })
        {
            Problem other = new(shape, all: false);
            other.X[(17 * shape.Inputs) + 1] = strange;
            other.Run(1);
            for (int i = 0; i < clean.Y.Length; i++)
            {
                bool own = i / shape.Outputs == 17;
                Assert.That(own ? !T.IsFinite(other.Y[i]) : other.Y[i] == clean.Y[i], Is.True, $"row {i}");
            }
        }
    }

    [Test]
    public void Nothing_is_allocated_once_the_pool_is_warm()
    {
        Problem problem = new(new GatedUnitShape(2, 70, 19, 9), all: true);
        for (int i = 0; i < 40; i++)
        {
            problem.Run(1);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        problem.Run(1);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void A_wrong_length_is_named()
    {
        Problem problem = new(new GatedUnitShape(1, 2, 3, 4), all: false);
        ArgumentException? error = Assert.Throws<ArgumentException>(() => GatedLinearUnit.Forward(
            default(Square<T>), problem.X, problem.Weights, default, default, default, new T[3], default, default,
            problem.Shape));
        Assert.That(error!.Message, Does.Contain("'y' is 3, expected 8"));
    }

    private static Problem Run(GatedUnitShape shape, bool all, int threads)
    {
        Problem problem = new(shape, all);
        problem.Run(threads);
        return problem;
    }

    // Numbers up to 1 in magnitude, so that an output is at most K + 2 and a sum over rows R (K + 2)²: each of the
    // products and sums in a row loses a rounding of that, the sigmoid four ulp.
    private static void Check(GatedUnitShape shape, bool all)
    {
        Problem problem = Run(shape, all, threads: 1);
        Problem.Expected expected = problem.Definition();
        double unit = ScanTestData.Unit<T>() + ScanTestData.Unit<double>();
        double size = shape.Inputs + shape.Outputs + 2;
        double row = 4 * (size + 12) * unit * size * size;
        double sums = row * Math.Max(1, shape.Batch * shape.Length);
        Assert.Multiple(() =>
        {
            Close(problem.Y, expected.Y, row, "y");
            Close(problem.Dx, expected.Dx, row, "dx");
            Close(problem.Dw1, expected.Dw1, sums, "dW1");
            Close(problem.Dw2, expected.Dw2, sums, "dW2");
            Close(problem.Db1, expected.Db1, sums, "db1");
            Close(problem.Db2, expected.Db2, sums, "db2");
        });

        void Close(T[] actual, double[] right, double bound, string what) => Assert.That(
            ScanTestData.Worst<T>(actual, right, bound), Is.LessThanOrEqualTo(1.0), $"{what} of {shape}");
    }

    private sealed class Problem
    {
        private readonly T[] _w1;
        private readonly T[] _w2;
        private readonly T[] _b1;
        private readonly T[] _b2;
        private readonly T[] _maskIn;
        private readonly T[] _maskOut;
        private readonly T[] _residual;
        private readonly T[] _dy;
        private readonly T[] _value;
        private readonly T[] _gate;

        internal Problem(GatedUnitShape shape, bool all)
        {
            RandomSource source = new(5);
            Shape = shape;
            int rows = shape.Batch * shape.Length;
            X = ScanTestData.Random<T>(source, rows * shape.Inputs);
            _w1 = ScanTestData.Random<T>(source, shape.Outputs * shape.Inputs);
            _w2 = ScanTestData.Random<T>(source, shape.Outputs * shape.Inputs);
            _b1 = ScanTestData.Random<T>(source, shape.Outputs);
            _b2 = ScanTestData.Random<T>(source, shape.Outputs);
            _maskIn = ScanTestData.Random<T>(source, all ? shape.Batch * shape.Inputs : 0);
            _maskOut = ScanTestData.Random<T>(source, all ? shape.Batch * shape.Outputs : 0);
            _residual = ScanTestData.Random<T>(source, all ? rows * shape.Outputs : 0);
            _dy = ScanTestData.Random<T>(source, rows * shape.Outputs);
            (Y, _value, _gate) = (new T[_dy.Length], new T[_dy.Length], new T[_dy.Length]);
            (Dx, Dw1, Dw2) = (new T[X.Length], new T[_w1.Length], new T[_w1.Length]);
            (Db1, Db2) = (new T[shape.Outputs], new T[shape.Outputs]);
        }

        internal GatedUnitShape Shape { get; }

        internal GatedUnitWeights<T> Weights => new(_w1, _b1, _w2, _b2);

        internal T[] X { get; }

        internal T[] Y { get; }

        internal T[] Dx { get; }

        internal T[] Dw1 { get; }

        internal T[] Dw2 { get; }

        internal T[] Db1 { get; }

        internal T[] Db2 { get; }

        internal T[] Results => [.. Y, .. Dx, .. Dw1, .. Dw2, .. Db1, .. Db2];

        internal void Run(int threads)
        {
            GatedLinearUnit.Forward(
                default(Square<T>), X, Weights, _maskIn, _maskOut, _residual, Y, _value, _gate, Shape, threads);
            GatedLinearUnit.Adjoint(
                default(Square<T>), X, Weights, _maskIn, _maskOut, _value, _gate, _dy, Dx,
                new GatedUnitGradients<T>(Dw1, Db1, Dw2, Db2), Shape, threads);
        }

        internal Expected Definition()
        {
            (int inputs, int outputs) = (Shape.Inputs, Shape.Outputs);
            Expected e = new(
                new double[Y.Length], new double[X.Length], new double[_w1.Length], new double[_w1.Length],
                new double[outputs], new double[outputs]);
            for (int r = 0; r < Shape.Batch * Shape.Length; r++)
            {
                int batch = r / Shape.Length;
                for (int o = 0; o < outputs; o++)
                {
                    (double v, double z) = (Wide(_b1, o), Wide(_b2, o));
                    for (int h = 0; h < inputs; h++)
                    {
                        v += Wide(_w1, (o * inputs) + h) * Active(r, batch, h);
                        z += Wide(_w2, (o * inputs) + h) * Active(r, batch, h);
                    }

                    double g = 1 / (1 + Math.Exp(-z));
                    double mask = _maskOut.Length == 0 ? 1 : Wide(_maskOut, (batch * outputs) + o);
                    int at = (r * outputs) + o;
                    e.Y[at] = (mask * v * g) + (_residual.Length == 0 ? 0 : Wide(_residual, at));
                    (double dv, double dz) = (
                        mask * Wide(_dy, at) * g, mask * Wide(_dy, at) * v * g * (1 - g));
                    e.Db1[o] += dv;
                    e.Db2[o] += dz;
                    for (int h = 0; h < inputs; h++)
                    {
                        int w = (o * inputs) + h;
                        e.Dw1[w] += dv * Active(r, batch, h);
                        e.Dw2[w] += dz * Active(r, batch, h);
                        e.Dx[(r * inputs) + h] += ((dv * Wide(_w1, w)) + (dz * Wide(_w2, w)))
                            * 2 * Wide(X, (r * inputs) + h) * MaskIn(batch, h);
                    }
                }
            }

            return e;
        }

        private double MaskIn(int batch, int h) => _maskIn.Length == 0 ? 1 : Wide(_maskIn, (batch * Shape.Inputs) + h);

        private double Active(int row, int batch, int h)
        {
            double x = Wide(X, (row * Shape.Inputs) + h);
            return x * x * MaskIn(batch, h);
        }

        private static double Wide(T[] x, int i) => double.CreateTruncating(x[i]);

        internal sealed record Expected(
            double[] Y, double[] Dx, double[] Dw1, double[] Dw2, double[] Db1, double[] Db2);
    }
}
