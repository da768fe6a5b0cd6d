using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class CausalConv1dTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Shorter than the filter, around the blocks of 64 steps.
    private static readonly int[] Lengths = [0, 1, 2, 3, 5, 63, 64, 65, 131];

    [Test]
    public void It_agrees_with_the_definition([Range(1, 8)] int width, [Values] bool history, [Values] bool biased)
    {
        RandomSource source = new(41);
        foreach (Problem p in Problems(source, width, history))
        {
            T[] bias = ScanTestData.Random<T>(source, biased ? p.Shape.Channels : 0), y = new T[p.Shape.Elements];
            CausalConv1d.Forward<T>(p.X, p.Weight, bias, p.Previous, y, p.Shape);
            double[] expected = p.Output(ScanTestData.ToDouble<T>(bias));

            // At most 9 terms of magnitude under 1, each rounded at most 10 times.
            Assert.That(
                ScanTestData.Worst<T>(y, expected, 9 * 10 * ScanTestData.Unit<T>()),
                Is.LessThanOrEqualTo(1.0),
                $"{p.Shape}");
        }
    }

    [Test]
    public void Backward_agrees_with_the_definition([Range(1, 8)] int width, [Values] bool history)
    {
        RandomSource source = new(42);
        foreach (Problem p in Problems(source, width, history))
        {
            ConvolutionShape s = p.Shape;
            T[] dy = ScanTestData.Random<T>(source, s.Elements), dx = new T[s.Elements], dw = new T[s.WeightElements];
            T[] db = new T[s.Channels], dp = new T[s.PreviousElements];
            CausalConv1d.Backward<T>(p.X, p.Weight, p.Previous, dy, dx, dw, db, dp, s);
            (double[] ex, double[] ew, double[] eb, double[] ep) = p.Gradients(ScanTestData.ToDouble<T>(dy));

            // dw and db add up B·L terms under 1, each rounded once for its product and at most B·L times in sums.
            double n = s.Batch * s.Length, u = ScanTestData.Unit<T>();
            Assert.That(ScanTestData.Worst<T>(dx, ex, 90 * u), Is.LessThanOrEqualTo(1.0), $"dx {s}");
            Assert.That(ScanTestData.Worst<T>(dp, ep, 90 * u), Is.LessThanOrEqualTo(1.0), $"dprevious {s}");
            Assert.That(ScanTestData.Worst<T>(dw, ew, n * (n + 1) * u), Is.LessThanOrEqualTo(1.0), $"dw {s}");
            Assert.That(ScanTestData.Worst<T>(db, eb, n * (n + 1) * u), Is.LessThanOrEqualTo(1.0), $"db {s}");
        }
    }

    [Test]
    public void Backward_is_the_transpose_of_forward()
    {
        // y is linear in (x, previous) and in w: ⟨dy, y⟩ = ⟨dx, x⟩ + ⟨dprevious, previous⟩ = ⟨dw, w⟩.
        RandomSource source = new(43);
        Problem p = new(source, new(2, 77, 11, 4), history: true);
        T[] dy = ScanTestData.Random<T>(source, p.Shape.Elements), y = new T[dy.Length], dx = new T[dy.Length];
        T[] dw = new T[p.Weight.Length], dp = new T[p.Previous.Length];
        CausalConv1d.Forward<T>(p.X, p.Weight, default, p.Previous, y, p.Shape);
        CausalConv1d.Backward<T>(p.X, p.Weight, p.Previous, dy, dx, dw, default, dp, p.Shape);
        double left = Dot(dy, y);
        double tolerance = 4.0 * p.Shape.Elements * 100 * ScanTestData.Unit<T>();
        Assert.That(Dot(dx, p.X) + Dot(dp, p.Previous), Is.EqualTo(left).Within(tolerance));
        Assert.That(Dot(dw, p.Weight), Is.EqualTo(left).Within(tolerance));
    }

    [Test]
    public void Steps_and_chunks_give_the_bits_of_the_whole([Range(1, 8)] int width)
    {
        RandomSource source = new(44);
        Problem p = new(source, new(1, 20, 9, width), history: true);
        T[] bias = ScanTestData.Random<T>(source, 9), whole = new T[180], y = new T[9];
        T[] state = (T[])p.Previous.Clone();
        CausalConv1d.Forward<T>(p.X, p.Weight, bias, p.Previous, whole, p.Shape);
        for (int t = 0; t < 20; t++)
        {
            CausalConv1d.Step<T>(p.X.AsSpan(9 * t, 9), p.Weight, bias, state, y);
            Assert.That(y.AsSpan().SequenceEqual(whole.AsSpan(9 * t, 9)), Is.True, $"step {t}");
        }

        T[] chunk = new T[90];
        T[] before = p.X.AsSpan(9 * (10 - (width - 1)), 9 * (width - 1)).ToArray();
        CausalConv1d.Forward<T>(p.X.AsSpan(90), p.Weight, bias, before, chunk, new(1, 10, 9, width));
        Assert.That(chunk.AsSpan().SequenceEqual(whole.AsSpan(90)), Is.True);
    }

    [Test]
    public void Bits_are_the_same_for_any_number_of_threads()
    {
        RandomSource source = new(45);
        Problem p = new(source, new(3, 301, 50, 4), history: true);
        T[] dy = ScanTestData.Random<T>(source, p.Shape.Elements);
        T[]? first = null;
        foreach (int threads in ScanTestData.Threads)
        {
            T[] y = new T[dy.Length], dx = new T[dy.Length], dw = new T[200], db = new T[50];
            T[] dp = new T[p.Previous.Length];
            CausalConv1d.Forward<T>(p.X, p.Weight, default, p.Previous, y, p.Shape, threads);
            CausalConv1d.Backward<T>(p.X, p.Weight, p.Previous, dy, dx, dw, db, dp, p.Shape, threads);
            T[] all = [.. y, .. dx, .. dw, .. db, .. dp];
            first ??= all;
            Assert.That(all.AsSpan().SequenceEqual(first), Is.True);
        }
    }

    [Test]
    public void NaN_stays_in_its_channel_and_in_the_filter()
    {
        Problem p = new(new(46), new(1, 12, 5, 3), history: false);
        p.X[(4 * 5) + 2] = T.NaN;
        T[] y = new T[60];
        CausalConv1d.Forward<T>(p.X, p.Weight, default, default, y, p.Shape);
        for (int i = 0; i < y.Length; i++)
        {
            Assert.That(T.IsNaN(y[i]), Is.EqualTo(i % 5 == 2 && i / 5 is >= 4 and <= 6));
        }
    }

    [Test]
    public void A_filter_of_nine_taps_is_refused() => Assert.That(
        () => CausalConv1d.Forward<T>(new T[9], new T[9], default, default, new T[9], new(1, 9, 1, 9)),
        Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'width' is 9, expected 1 to 8"));

    private static double Dot(T[] x, T[] y) =>
        ScanTestData.Dot(ScanTestData.ToDouble<T>(x), ScanTestData.ToDouble<T>(y));

    private static IEnumerable<Problem> Problems(RandomSource source, int width, bool history)
    {
        foreach (int length in Lengths)
        {
            yield return new(source, new(2, length, 3, width), history);
        }

        for (int channels = 0; channels <= (2 * Vector<T>.Count) + 1; channels++)
        {
            yield return new(source, new(2, 13, channels, width), history);
        }
    }

    private sealed class Problem
    {
        internal Problem(RandomSource source, ConvolutionShape shape, bool history)
        {
            Shape = shape;
            X = ScanTestData.Random<T>(source, shape.Elements);
            Weight = ScanTestData.Random<T>(source, shape.WeightElements);
            Previous = ScanTestData.Random<T>(source, history ? shape.PreviousElements : 0);
        }

        internal ConvolutionShape Shape { get; }

        internal T[] X { get; }

        internal T[] Weight { get; }

        internal T[] Previous { get; }

        internal double[] Output(double[] bias)
        {
            double[] y = new double[Shape.Elements];
            for (int i = 0; i < y.Length; i++)
            {
                (int b, int t, int h) = Place(i);
                y[i] = bias.Length == 0 ? 0.0 : bias[h];
                for (int j = 0; j < Shape.Width; j++)
                {
                    double tap = double.CreateTruncating(Weight[(j * Shape.Channels) + h]);
                    y[i] += tap * Input(b, t - (Shape.Width - 1) + j, h);
                }
            }

            return y;
        }

        internal (double[] Dx, double[] Dw, double[] Db, double[] Dp) Gradients(double[] dy)
        {
            double[] dx = new double[Shape.Elements], dw = new double[Weight.Length], db = new double[Shape.Channels];
            double[] dp = new double[Shape.PreviousElements];
            for (int i = 0; i < dy.Length; i++)
            {
                (int b, int t, int h) = Place(i);
                db[h] += dy[i];
                for (int j = 0; j < Shape.Width; j++)
                {
                    int s = t - (Shape.Width - 1) + j, tap = (j * Shape.Channels) + h;
                    double product = dy[i] * double.CreateTruncating(Weight[tap]);
                    dw[tap] += dy[i] * Input(b, s, h);
                    if (s >= 0)
                    {
                        dx[(((b * Shape.Length) + s) * Shape.Channels) + h] += product;
                    }
                    else
                    {
                        dp[(((b * (Shape.Width - 1)) + Shape.Width - 1 + s) * Shape.Channels) + h] += product;
                    }
                }
            }

            return (dx, dw, db, dp);
        }

        private (int B, int T, int H) Place(int i) =>
            (i / Shape.Channels / Shape.Length, i / Shape.Channels % Shape.Length, i % Shape.Channels);

        private double Input(int b, int t, int h)
        {
            if (t >= 0)
            {
                return double.CreateTruncating(X[(((b * Shape.Length) + t) * Shape.Channels) + h]);
            }

            int before = (((b * (Shape.Width - 1)) + Shape.Width - 1 + t) * Shape.Channels) + h;
            return Previous.Length == 0 ? 0.0 : double.CreateTruncating(Previous[before]);
        }
    }
}
