using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The convolution with past and future, against its definition in double.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class TwoSidedConvolutionTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static IEnumerable<int[]> Cases()
    {
        int w = Vector<T>.Count;
        int[] lengths = [1, 2, 3, 7, 16, 33, 97, 257, 1030];
        for (int i = 0; i < lengths.Length; i++)
        {
            int length = lengths[i];
            yield return [1 + (i % 3), length, length, 1 + (i % 2)];
            yield return [2, length, Math.Max(1, length / 3), 1];
            yield return [1, length, length + 2, 2];
        }

        for (int h = 0; h <= (2 * w) + 1; h++)
        {
            yield return [2, 9, 5, h];
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Both_passes_agree_with_the_definition(int[] sizes)
    {
        (int batch, int length, int taps, int channels) = (sizes[0], sizes[1], sizes[2], sizes[3]);
        Data x = new(batch, length, taps, channels);
        T[] y = new T[x.U.Length], du = new T[x.U.Length], dPast = new T[x.Past.Length], dFuture = new T[x.Past.Length];
        Array.Fill(dPast, T.NaN);
        Array.Fill(dFuture, T.NaN);
        FftConvolution<T> plan = new(length, taps);
        plan.ForwardTwoSided(x.U, x.Past, x.Future, y, batch, channels);
        plan.BackwardTwoSided(x.U, x.Past, x.Future, x.Dy, du, dPast, dFuture, batch, channels);

        double[] y2 = new double[y.Length], du2 = new double[y.Length];
        double[] dPast2 = new double[dPast.Length], dFuture2 = new double[dPast.Length];
        Define(x, batch, length, taps, channels, y2, du2, dPast2, dFuture2);

        // As for one side: three transforms and a product, relative to the norms; all numbers are below 1.
        int terms = Math.Min(length, taps);
        double relative = (3 * FftOracle.Bound<T>(plan.Points)) + ((4 + batch) * FftOracle.UnitRoundoff<T>());
        double bound = relative * Math.Sqrt(2.0 * length * 2 * (terms + 1)), kernelBound = relative * batch * length;
        Assert.That(ConvolutionOracle.Excess(y, y2, _ => bound), Is.LessThanOrEqualTo(0), "y");
        Assert.That(ConvolutionOracle.Excess(du, du2, _ => bound), Is.LessThanOrEqualTo(0), "du");
        Assert.That(ConvolutionOracle.Excess(dPast, dPast2, _ => kernelBound), Is.LessThanOrEqualTo(0), "past");
        Assert.That(ConvolutionOracle.Excess(dFuture, dFuture2, _ => kernelBound), Is.LessThanOrEqualTo(0), "future");
    }

    [Test]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        const int batch = 3, length = 300, taps = 200, channels = 67;
        Data x = new(batch, length, taps, channels);
        FftConvolution<T> plan = new(length, taps);
        T[][]? first = null;
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            T[][] results =
                [new T[x.U.Length], new T[x.U.Length], new T[x.Past.Length], new T[x.Past.Length]];
            plan.ForwardTwoSided(x.U, x.Past, x.Future, results[0], batch, channels, threads);
            plan.BackwardTwoSided(
                x.U, x.Past, x.Future, x.Dy, results[1], results[2], results[3], batch, channels, threads);
            first ??= results;
            for (int i = 0; i < results.Length; i++)
            {
                Assert.That(results[i].AsSpan().SequenceEqual(first[i]), $"result {i}, {threads} threads");
            }
        }
    }

    [Test]
    public void A_future_without_taps_is_the_causal_convolution_and_a_flipped_one_its_mirror()
    {
        const int batch = 2, length = 50, taps = 50, channels = 3;
        Data x = new(batch, length, taps, channels);
        FftConvolution<T> plan = new(length, taps);
        T[] zero = new T[x.Past.Length], causal = new T[x.U.Length], y = new T[x.U.Length], mirror = new T[x.U.Length];
        plan.Forward(x.U, x.Past, causal, batch, channels);
        plan.ForwardTwoSided(x.U, x.Past, zero, y, batch, channels);
        plan.ForwardTwoSided(Flip(x.U, batch, length, channels), zero, x.Past, mirror, batch, channels);
        double bound = 2 * ((3 * FftOracle.Bound<T>(plan.Points)) + (5 * FftOracle.UnitRoundoff<T>())) * length;
        double[] expected = ConvolutionOracle.Doubles(causal);
        Assert.That(ConvolutionOracle.Excess(y, expected, _ => bound), Is.LessThanOrEqualTo(0));
        Assert.That(
            ConvolutionOracle.Excess(Flip(mirror, batch, length, channels), expected, _ => bound),
            Is.LessThanOrEqualTo(0));
    }

    [Test]
    public void Halves_of_different_size_are_refused()
    {
        FftConvolution<T> plan = new(4, 3);
        Assert.That(
            () => plan.ForwardTwoSided(new T[4], new T[3], new T[2], new T[4], 1, 1),
            Throws.ArgumentException.With.Message.Contains("'future.Length' is 2, expected 3"));
        Assert.That(
            () => plan.BackwardTwoSided(new T[4], new T[3], new T[3], new T[4], [], new T[3], [], 1, 1),
            Throws.ArgumentException.With.Message.Contains("'dFuture.Length' is 0, expected 3"));
    }

    private static T[] Flip(T[] x, int batch, int length, int channels)
    {
        T[] flipped = new T[x.Length];
        for (int i = 0; i < batch * length; i++)
        {
            int to = (i / length * length) + (length - 1 - (i % length));
            x.AsSpan(i * channels, channels).CopyTo(flipped.AsSpan(to * channels));
        }

        return flipped;
    }

    private static void Define(
        Data x, int batch, int length, int taps, int channels, double[] y, double[] du, double[] dPast,
        double[] dFuture)
    {
        for (int b = 0; b < batch; b++)
        {
            for (int t = 0; t < length; t++)
            {
                for (int s = 0; s < length; s++)
                {
                    int j = Math.Abs(t - s);
                    for (int h = 0; h < channels && j < taps; h++)
                    {
                        int now = (((b * length) + t) * channels) + h, other = (((b * length) + s) * channels) + h;
                        int tap = (j * channels) + h;
                        double u = double.CreateChecked(x.U[other]), dy = double.CreateChecked(x.Dy[now]);
                        if (s <= t)
                        {
                            Add(double.CreateChecked(x.Past[tap]), dPast);
                        }

                        if (s >= t)
                        {
                            Add(double.CreateChecked(x.Future[tap]), dFuture);
                        }

                        void Add(double k, double[] dk)
                        {
                            y[now] += k * u;
                            du[other] += k * dy;
                            dk[tap] += u * dy;
                        }
                    }
                }
            }
        }
    }

    private sealed class Data(int batch, int length, int taps, int channels)
    {
        internal T[] U { get; } = FftOracle.Noise<T>(batch * length * channels, 1);

        internal T[] Past { get; } = FftOracle.Noise<T>(taps * channels, 2);

        internal T[] Future { get; } = FftOracle.Noise<T>(taps * channels, 3);

        internal T[] Dy { get; } = FftOracle.Noise<T>(batch * length * channels, 4);
    }
}
