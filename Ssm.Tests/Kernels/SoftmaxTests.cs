using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Softmax, its logarithm, and cross entropy.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class SoftmaxTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static IEnumerable<int> Widths()
    {
        for (int width = 1; width <= (2 * Vector<T>.Count) + 1; width++)
        {
            yield return width;
        }

        yield return 257;
        yield return 5003;
    }

    [Test]
    public void A_row_has_the_same_bits_wherever_it_lies_in_memory()
    {
        // Hidden scores, as a mask makes them, among ordinary ones: whichever share a vector must not matter.
        const int most = 70;
        T hidden = T.CreateTruncating(-2.3819763e38);
        RandomSource source = new(72);
        for (int width = 1; width <= most; width++)
        {
            T[] x = ScanTestData.Random<T>(source, width, 3.0);
            for (int i = 0; i < width; i += 5)
            {
                x[i] = hidden;
            }

            T[][] first = At(x, 0);
            for (int offset = 1; offset <= 2 * Vector<T>.Count; offset++)
            {
                Assert.That(At(x, offset), Is.EqualTo(first), $"{width} at {offset}");
            }
        }

        static T[][] At(T[] values, int offset)
        {
            int width = values.Length;
            T[] x = new T[offset + width], y = new T[x.Length], log = new T[x.Length], gradient = new T[x.Length];
            T[] loss = new T[1];
            values.CopyTo(x, offset);
            Softmax.Forward<T>(x.AsSpan(offset), y.AsSpan(offset), width);
            LogSoftmax.Forward<T>(x.AsSpan(offset), log.AsSpan(offset), width);
            CrossEntropy.Forward<T>(x.AsSpan(offset), [width - 1], loss, gradient.AsSpan(offset), width);
            return [y[offset..], log[offset..], gradient[offset..], loss];
        }
    }

    [Test]
    public void All_agree_with_their_definitions(
        [Values(1.0, 30.0)] double scale, [Values(0.0, 4096.0, -4096.0)] double shift)
    {
        RandomSource source = new(71);
        foreach (int width in Widths())
        {
            const int rows = 3;
            T[] x = ScanTestData.Random<T>(source, rows * width, scale), y = new T[x.Length], log = new T[x.Length];
            T[] gradient = new T[x.Length], loss = new T[rows];
            int[] labels = [0, CrossEntropy.Ignored, width - 1];
            for (int i = 0; i < x.Length; i++)
            {
                x[i] += T.CreateTruncating(shift);
            }

            Softmax.Forward<T>(x, y, width);
            LogSoftmax.Forward<T>(x, log, width);
            CrossEntropy.Forward<T>(x, labels, loss, gradient, width);
            for (int row = 0; row < rows; row++)
            {
                double[] at = ScanTestData.ToDouble<T>(x.AsSpan(row * width, width));
                (double[] p, double[] lp) = Row(at);

                // x − max is off by u of itself, at most 2·scale, so an exponential by (2·scale + 4)u; the sum of
                // positive numbers by width·u more, and their ratio by two of each.
                double share = 2 * ((2 * scale) + width + 4) * ScanTestData.Unit<T>();
                double logBound = share + (4 * ScanTestData.Unit<T>() * ((2 * scale) + Math.Log(width)));
                Assert.That(
                    ScanTestData.Worst<T>(y.AsSpan(row * width, width), p, share),
                    Is.LessThanOrEqualTo(1.0),
                    $"{width}");
                Assert.That(
                    ScanTestData.Worst<T>(log.AsSpan(row * width, width), lp, logBound),
                    Is.LessThanOrEqualTo(1.0),
                    $"{width}");
                bool ignored = labels[row] == CrossEntropy.Ignored;
                double[] expected = ignored ? new double[width] : p;
                double expectedLoss = ignored ? 0.0 : -lp[labels[row]];
                if (!ignored)
                {
                    expected[labels[row]] -= 1.0;
                }

                Assert.That(
                    ScanTestData.Worst<T>(gradient.AsSpan(row * width, width), expected, share),
                    Is.LessThanOrEqualTo(1.0));
                Assert.That(double.CreateTruncating(loss[row]), Is.EqualTo(expectedLoss).Within(logBound));
            }
        }
    }

    [Test]
    public void Backward_agrees_with_its_formula()
    {
        RandomSource source = new(72);
        foreach (int width in Widths())
        {
            T[] y = ScanTestData.Random<T>(source, 2 * width), dy = ScanTestData.Random<T>(source, 2 * width);
            T[] dx = (T[])dy.Clone(), dlog = new T[y.Length];
            Softmax.Backward<T>(dx, y, dx, width);
            LogSoftmax.Backward<T>(dy, y, dlog, width);
            double[] yw = ScanTestData.ToDouble<T>(y), dyw = ScanTestData.ToDouble<T>(dy);
            double[] expected = new double[y.Length], expectedLog = new double[y.Length];
            for (int row = 0; row < 2; row++)
            {
                Span<double> yr = yw.AsSpan(row * width, width), dr = dyw.AsSpan(row * width, width);
                double dot = ScanTestData.Dot(yr, dr), sum = 0.0;
                foreach (double g in dr)
                {
                    sum += g;
                }

                for (int j = 0; j < width; j++)
                {
                    expected[(row * width) + j] = yr[j] * (dr[j] - dot);
                    expectedLog[(row * width) + j] = dr[j] - (Math.Exp(yr[j]) * sum);
                }
            }

            // Sums of width terms under 1, times at most e.
            double bound = 3.0 * (width + 1) * (width + 6) * ScanTestData.Unit<T>();
            Assert.That(ScanTestData.Worst<T>(dx, expected, bound), Is.LessThanOrEqualTo(1.0), $"{width}");
            Assert.That(ScanTestData.Worst<T>(dlog, expectedLog, bound), Is.LessThanOrEqualTo(1.0), $"{width}");
        }
    }

    [Test]
    public void Gradients_agree_with_the_difference_quotient()
    {
        // A central difference is off by step²·f‴/6 and by the rounding of f, u·Σ|terms|/step: each far below a missing
        // term.
        (double step, double tolerance) = typeof(T) == typeof(double) ? (1e-6, 1e-7) : (1e-2, 1e-2);
        const int width = 7;
        RandomSource source = new(73);
        T[] x = ScanTestData.Random<T>(source, width), direction = ScanTestData.Random<T>(source, width);
        T[] dy = ScanTestData.Random<T>(source, width), y = new T[width], dx = new T[width], loss = new T[1];
        T[] scratch = new T[width];
        double Along(int kind, double by)
        {
            T[] moved = new T[width];
            for (int i = 0; i < width; i++)
            {
                moved[i] = x[i] + (T.CreateTruncating(by) * direction[i]);
            }

            switch (kind)
            {
                case 0:
                    Softmax.Forward<T>(moved, y, width);
                    return ScanTestData.Dot(ScanTestData.ToDouble<T>(y), ScanTestData.ToDouble<T>(dy));
                case 1:
                    LogSoftmax.Forward<T>(moved, y, width);
                    return ScanTestData.Dot(ScanTestData.ToDouble<T>(y), ScanTestData.ToDouble<T>(dy));
                default:
                    CrossEntropy.Forward<T>(moved, [3], loss, scratch, width);
                    return double.CreateTruncating(loss[0]);
            }
        }

        for (int kind = 0; kind < 3; kind++)
        {
            double quotient = (Along(kind, step) - Along(kind, -step)) / (2 * step);
            Along(kind, 0.0);
            switch (kind)
            {
                case 0:
                    Softmax.Backward<T>(dy, y, dx, width);
                    break;
                case 1:
                    LogSoftmax.Backward<T>(dy, y, dx, width);
                    break;
                default:
                    dx = scratch;
                    break;
            }

            double expected = ScanTestData.Dot(ScanTestData.ToDouble<T>(dx), ScanTestData.ToDouble<T>(direction));
            Assert.That(quotient, Is.EqualTo(expected).Within(tolerance), $"kind {kind}");
        }
    }

    [Test]
    public void Special_values_stay_in_their_row()
    {
        T low = T.NegativeInfinity, one = T.One;
        T[] x = [one, low, one, one, T.NaN, one, low, low, low, one, one, one], y = new T[12];
        Softmax.Forward<T>(x, y, 3);
        T half = one / (one + one);
        Assert.That(y[..3], Is.EqualTo((T[])[half, T.Zero, half]));
        for (int i = 3; i < 9; i++)
        {
            Assert.That(T.IsNaN(y[i]), Is.True);
        }

        Assert.That(T.IsNaN(y[9]), Is.False);
    }

    [Test]
    public void Bits_are_the_same_for_any_number_of_threads_and_any_alignment()
    {
        const int rows = 300, width = 41;
        RandomSource source = new(74);
        T[] x = ScanTestData.Random<T>(source, (rows * width) + 1, 5.0);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = source.NextInt32(width + 1) - 1;
        }

        T[]? first = null;
        foreach (int threads in ScanTestData.Threads)
        {
            T[] y = new T[rows * width], gradient = new T[y.Length], loss = new T[rows];
            T[] shifted = new T[y.Length + threads];
            Softmax.Forward<T>(x.AsSpan(1), y, width, threads);
            Softmax.Forward<T>(x.AsSpan(1), shifted.AsSpan(threads), width, threads);
            CrossEntropy.Forward<T>(x.AsSpan(1), labels, loss, gradient, width, threads);
            T[] all = [.. y, .. gradient, .. loss];
            first ??= all;
            Assert.That(all.AsSpan().SequenceEqual(first), Is.True);
            Assert.That(shifted.AsSpan(threads).SequenceEqual(y), Is.True);
        }
    }

    [Test]
    public void A_label_that_is_no_class_is_refused() => Assert.That(
        () => CrossEntropy.Forward<T>(new T[6], [0, 3], new T[2], new T[6], 3),
        Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'labels[1]' is 3, expected -1 to 2"));

    private static (double[] P, double[] Log) Row(double[] x)
    {
        double max = double.NegativeInfinity, sum = 0.0;
        foreach (double value in x)
        {
            max = Math.Max(max, value);
        }

        foreach (double value in x)
        {
            sum += Math.Exp(value - max);
        }

        double[] p = new double[x.Length], log = new double[x.Length];
        for (int j = 0; j < x.Length; j++)
        {
            p[j] = Math.Exp(x[j] - max) / sum;
            log[j] = x[j] - max - Math.Log(sum);
        }

        return (p, log);
    }
}
