using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Layer and RMS norm: rows; batch norm has a file of its own.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class NormTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double Epsilon = 1e-5;

    private static IEnumerable<(int Rows, int Width)> Sizes()
    {
        for (int width = 1; width <= (2 * Vector<T>.Count) + 1; width++)
        {
            yield return (3, width);
        }

        yield return (0, 4);
        yield return (2, (4 * Vector<T>.Count) + 3);
        yield return (2, 1021);
        yield return (63, 5);
        yield return (65, 5);
        yield return (200, 5);
    }

    [Test]
    public void Layer_norm_agrees_with_its_definition([Values] bool parameters)
    {
        RandomSource source = new(51);
        foreach ((int rows, int width) in Sizes())
        {
            T[] x = ScanTestData.Random<T>(source, rows * width), y = new T[x.Length], mean = new T[rows];
            T[] inverse = new T[rows];
            T[] w = ScanTestData.Random<T>(source, parameters ? width : 0);
            T[] b = ScanTestData.Random<T>(source, parameters ? width : 0);
            T epsilon = T.CreateTruncating(Epsilon);
            LayerNorm.Forward<T>(x, w, b, epsilon, y, mean, inverse, width);
            for (int row = 0; row < rows; row++)
            {
                double[] at = ScanTestData.ToDouble<T>(x.AsSpan(row * width, width)), expected = new double[width];
                (double m, double r, double worst) = Row(at, w, b, 0.0, 0.0, epsilon, centered: true, expected);
                Assert.That(
                    ScanTestData.Worst<T>(y.AsSpan(row * width, width), expected, worst),
                    Is.LessThanOrEqualTo(1.0),
                    $"{width}");
                Assert.That(
                    double.CreateTruncating(mean[row]), Is.EqualTo(m).Within((width + 2) * ScanTestData.Unit<T>()));
                Assert.That(double.CreateTruncating(inverse[row]), Is.EqualTo(r).Within(worst * r));
            }
        }
    }

    [Test]
    public void Rms_norm_agrees_with_its_definition([Values] bool parameters, [Values(0.0, 1.0)] double offset)
    {
        RandomSource source = new(52);
        foreach ((int rows, int width) in Sizes())
        {
            T[] x = ScanTestData.Random<T>(source, rows * width), y = new T[x.Length], inverse = new T[rows];
            T[] w = ScanTestData.Random<T>(source, parameters ? width : 0);
            T epsilon = T.CreateTruncating(Epsilon);
            RmsNorm.Forward<T>(x, w, T.CreateTruncating(offset), epsilon, y, inverse, width);
            for (int row = 0; row < rows; row++)
            {
                double[] at = ScanTestData.ToDouble<T>(x.AsSpan(row * width, width)), expected = new double[width];
                (_, double r, double worst) = Row(at, w, [], offset, 0.0, epsilon, centered: false, expected);
                Assert.That(
                    ScanTestData.Worst<T>(y.AsSpan(row * width, width), expected, worst),
                    Is.LessThanOrEqualTo(1.0),
                    $"{width}");
                Assert.That(double.CreateTruncating(inverse[row]), Is.EqualTo(r).Within(worst * r));
            }
        }
    }

    [Test]
    public void Backward_agrees_with_its_formula([Values] bool parameters, [Values] bool layer)
    {
        // The statistics are inputs of the backward pass, so any numbers serve.
        RandomSource source = new(53);
        double offset = layer ? 0.0 : 1.0, u = ScanTestData.Unit<T>();
        foreach ((int rows, int width) in Sizes())
        {
            T[] x = ScanTestData.Random<T>(source, rows * width), dy = ScanTestData.Random<T>(source, rows * width);
            T[] w = ScanTestData.Random<T>(source, parameters ? width : 0);
            T[] mean = ScanTestData.Random<T>(source, layer ? rows : 0);
            T[] inverse = ScanTestData.Random<T>(source, rows), dx = (T[])dy.Clone(), dw = new T[width];
            T[] db = new T[width];
            if (layer)
            {
                LayerNorm.Backward<T>(dx, x, w, mean, inverse, dx, dw, db, width);
            }
            else
            {
                RmsNorm.Backward<T>(dx, x, w, T.One, inverse, dx, dw, width);
            }

            double[] edw = new double[width], edb = new double[width];
            for (int row = 0; row < rows; row++)
            {
                double m = layer ? double.CreateTruncating(mean[row]) : 0.0, r = double.CreateTruncating(inverse[row]);
                double[] h = new double[width], hat = new double[width], expected = new double[width];
                double hMean = 0.0, hxMean = 0.0;
                for (int j = 0; j < width; j++)
                {
                    double g = double.CreateTruncating(dy[(row * width) + j]);
                    h[j] = g * (parameters ? double.CreateTruncating(w[j]) + offset : 1.0);
                    hat[j] = (double.CreateTruncating(x[(row * width) + j]) - m) * r;
                    hMean += layer ? h[j] / width : 0.0;
                    hxMean += h[j] * hat[j] / width;
                    edw[j] += g * hat[j];
                    edb[j] += layer ? g : 0.0;
                }

                for (int j = 0; j < width; j++)
                {
                    expected[j] = (h[j] - hMean - (hat[j] * hxMean)) * r;
                }

                // |h| and |x̂| are at most 2, so each mean at most 4 and wrong by (width + 5)u of that.
                double bound = (2 + 2 + (2 * 4)) * (width + 8) * u;
                Assert.That(
                    ScanTestData.Worst<T>(dx.AsSpan(row * width, width), expected, bound),
                    Is.LessThanOrEqualTo(1.0),
                    $"{width}");
            }

            double sums = 2.0 * rows * (rows + 4) * u;
            Assert.That(ScanTestData.Worst<T>(dw, edw, sums), Is.LessThanOrEqualTo(1.0), $"dw {rows} {width}");
            Assert.That(ScanTestData.Worst<T>(db, edb, sums), Is.LessThanOrEqualTo(1.0), $"db {rows} {width}");
        }
    }

    [Test]
    public void A_common_offset_costs_layer_norm_no_more_digits_than_it_costs_the_input()
    {
        // With the variance as E[x²] − E[x]², an offset of 2^10 would leave float about 4 bits of the variance.
        const int width = 67;
        T[] x = new T[width], y = new T[width], z = new T[width], mean = new T[1], inverse = new T[1];
        for (int j = 0; j < width; j++)
        {
            z[j] = T.CreateTruncating((j * 37 % 64) / 64.0);
            x[j] = z[j] + T.CreateTruncating(1024.0);
        }

        T[] plain = new T[width];
        LayerNorm.Forward<T>(z, default, default, T.Zero, plain, mean, inverse, width);
        LayerNorm.Forward<T>(x, default, default, T.Zero, y, mean, inverse, width);

        // The inputs are exact in T. The mean is off by (width + 1)u·1024 and the deviation is at least 0.25.
        double bound = 2 * 4 * (width + 4) * ScanTestData.Unit<T>() * 1025;
        Assert.That(ScanTestData.Worst<T>(y, ScanTestData.ToDouble<T>(plain), bound), Is.LessThanOrEqualTo(1.0));
    }

    [Test]
    public void Backward_agrees_with_the_difference_quotient([Values] bool layer)
    {
        // A central difference is off by step²·f‴/6 and by the rounding of f, u·Σ|terms|/step: each far below a missing
        // term.
        (double step, double tolerance) = typeof(T) == typeof(double) ? (1e-6, 1e-7) : (1e-2, 1e-2);
        const int rows = 5, width = 11;
        RandomSource source = new(54);
        T[] x = ScanTestData.Random<T>(source, rows * width), w = ScanTestData.Random<T>(source, width);
        T[] dy = ScanTestData.Random<T>(source, rows * width), ux = ScanTestData.Random<T>(source, rows * width);
        T[] uw = ScanTestData.Random<T>(source, width), y = new T[x.Length], mean = new T[rows], inverse = new T[rows];
        T[] dx = new T[x.Length], dw = new T[width], db = new T[width];
        T epsilon = T.CreateTruncating(Epsilon);
        double Loss(double by)
        {
            T[] x2 = new T[x.Length], w2 = new T[width];
            for (int i = 0; i < x.Length; i++)
            {
                x2[i] = x[i] + (T.CreateTruncating(by) * ux[i]);
            }

            for (int j = 0; j < width; j++)
            {
                w2[j] = w[j] + (T.CreateTruncating(by) * uw[j]);
            }

            if (layer)
            {
                // The bias moves along the weight's direction.
                LayerNorm.Forward<T>(x2, w2, w2, epsilon, y, mean, inverse, width);
            }
            else
            {
                RmsNorm.Forward<T>(x2, w2, T.One, epsilon, y, inverse, width);
            }

            return ScanTestData.Dot(ScanTestData.ToDouble<T>(y), ScanTestData.ToDouble<T>(dy));
        }

        double quotient = (Loss(step) - Loss(-step)) / (2 * step);
        Loss(0.0);
        if (layer)
        {
            LayerNorm.Backward<T>(dy, x, w, mean, inverse, dx, dw, db, width);
        }
        else
        {
            RmsNorm.Backward<T>(dy, x, w, T.One, inverse, dx, dw, width);
        }

        double expected = ScanTestData.Dot(ScanTestData.ToDouble<T>(dx), ScanTestData.ToDouble<T>(ux))
            + ScanTestData.Dot(ScanTestData.ToDouble<T>(dw), ScanTestData.ToDouble<T>(uw))
            + ScanTestData.Dot(ScanTestData.ToDouble<T>(db), ScanTestData.ToDouble<T>(uw));

        // Rounding 55 terms·1e−16/1e−6, truncation 1e−12 times third derivatives of order 100.
        Assert.That(quotient, Is.EqualTo(expected).Within(tolerance));
    }

    [Test]
    public void Bits_are_the_same_for_any_number_of_threads()
    {
        const int rows = 1000, width = 37;
        RandomSource source = new(55);
        T[] x = ScanTestData.Random<T>(source, rows * width), dy = ScanTestData.Random<T>(source, rows * width);
        T[] w = ScanTestData.Random<T>(source, width);
        T[]? first = null;
        foreach (int threads in ScanTestData.Threads)
        {
            T[] y = new T[x.Length], m = new T[rows], r = new T[rows], dx = new T[x.Length], dw = new T[width];
            T[] db = new T[width];
            T[] y2 = new T[x.Length], r2 = new T[rows], dx2 = new T[x.Length], dw2 = new T[width];
            T[] y3 = new T[x.Length], m3 = new T[width], v3 = new T[width], dx3 = new T[x.Length], dw3 = new T[width];
            LayerNorm.Forward<T>(x, w, w, T.CreateTruncating(Epsilon), y, m, r, width, threads);
            LayerNorm.Backward<T>(dy, x, w, m, r, dx, dw, db, width, threads);
            RmsNorm.Forward<T>(x, w, T.One, T.CreateTruncating(Epsilon), y2, r2, width, threads);
            RmsNorm.Backward<T>(dy, x, w, T.One, r2, dx2, dw2, width, threads);
            BatchNorm.Forward<T>(x, w, w, T.CreateTruncating(Epsilon), y3, m3, v3, threads);
            BatchNorm.Backward<T>(dy, x, w, m3, v3, T.CreateTruncating(Epsilon), dx3, dw3, default, threads);
            T[] all =
            [
                .. y, .. m, .. r, .. dx, .. dw, .. db, .. y2, .. r2, .. dx2, .. dw2,
                .. y3, .. m3, .. v3, .. dx3, .. dw3,
            ];
            first ??= all;
            Assert.That(all.AsSpan().SequenceEqual(first), Is.True);
        }
    }

    [Test]
    public void NaN_stays_in_its_row()
    {
        const int width = 9;
        T[] x = ScanTestData.Random<T>(new(56), 3 * width), y = new T[x.Length], r = new T[3];
        x[width + 4] = T.NaN;
        RmsNorm.Forward<T>(x, default, T.Zero, T.CreateTruncating(Epsilon), y, r, width);
        for (int i = 0; i < y.Length; i++)
        {
            Assert.That(T.IsNaN(y[i]), Is.EqualTo(i / width == 1));
        }
    }

    [Test]
    public void A_wrong_length_is_refused_by_name() => Assert.That(
        () => LayerNorm.Forward<T>(new T[7], default, default, T.Zero, new T[7], new T[2], new T[2], 3),
        Throws.ArgumentException.With.Message.Contains("LayerNorm: 'length' is 7, expected a multiple of 3"));

    // A row normalised in double, and how far a row in T may be off: with M = max |x|, the centred x is wrong by
    // (width + 3)u·M, the inverse by that times itself plus (width + 3)u, hence x̂ by (width + 4)u·(M·r + 1)(1 + |x̂|).
    private static (double Mean, double Inverse, double Bound) Row(
        double[] x, T[] w, T[] b, double offset, double mean, T epsilon, bool centered, double[] y)
    {
        double square = 0.0, largest = 0.0, widest = 0.0;
        for (int j = 0; j < x.Length && centered; j++)
        {
            mean += x[j] / x.Length;
        }

        for (int j = 0; j < x.Length; j++)
        {
            square += (x[j] - mean) * (x[j] - mean) / x.Length;
            largest = Math.Max(largest, Math.Abs(x[j]));
        }

        double inverse = 1.0 / Math.Sqrt(square + double.CreateTruncating(epsilon));
        for (int j = 0; j < x.Length; j++)
        {
            double hat = (x[j] - mean) * inverse;
            widest = Math.Max(widest, Math.Abs(hat));
            y[j] = (hat * (w.Length == 0 ? 1.0 : double.CreateTruncating(w[j]) + offset))
                + (b.Length == 0 ? 0.0 : double.CreateTruncating(b[j]));
        }

        // The weight is at most 2; four more roundings make the output of x̂.
        double bound = 2 * (x.Length + 8) * ScanTestData.Unit<T>() * ((largest * inverse) + 1) * (1 + widest);
        return (mean, inverse, bound);
    }
}
