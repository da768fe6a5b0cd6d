using System.Numerics;

namespace Ssm.Tests.Kernels;

/// <summary>What both ways to convolve promise; each has a fixture that says which it is and how exact.</summary>
public abstract class ConvolutionContractTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly record struct Sizes(int Batch, int Length, int Taps, int Channels);

    // Lengths around powers of two and primes; kernels of one and two taps, one short of, equal to and past the signal.
    // Channels and batch vary along, so that each meets all kinds of the others without the full product of cases.
    protected static IEnumerable<Sizes> Cases()
    {
        int w = Vector<T>.Count;
        int[] channels = [1, w - 1, w, w + 1, (2 * w) + 1];
        int[] batches = [1, 2, 3, 5];
        int turn = 0;
        foreach (int length in (int[])[1, 2, 3, 7, 16, 33, 64, 97, 257])
        {
            foreach (int taps in (SortedSet<int>)[1, 2, Math.Max(1, length - 1), length, length + 3])
            {
                yield return new(batches[turn % 4], length, taps, channels[turn % 5]);
                turn++;
            }
        }

        for (int h = 1; h <= (2 * w) + 1; h++)
        {
            yield return new(batches[h % 4], 10, 6, h);
        }
    }

    protected static double U => FftOracle.UnitRoundoff<T>();

    protected abstract void Forward(T[] u, T[] k, T[] y, Sizes sizes, int threads);

    protected abstract void Backward(T[] u, T[] k, T[] dy, T[] du, T[] dk, Sizes sizes, int threads);

    // The absolute error allowed in a result: `size` is the sum of the absolute values of its terms, `terms` their
    // number and `norms` the product of the 2-norms of the two signals of one channel that are convolved.
    protected abstract double Bound(Sizes sizes, double size, double terms, double norms);

    [TestCaseSource(nameof(Cases))]
    public void Both_passes_agree_with_the_definition(Sizes sizes)
    {
        (T[] u, T[] k, T[] dy) = Data(sizes, 1);
        T[] y = new T[u.Length], du = new T[u.Length], dk = new T[k.Length];
        Forward(u, k, y, sizes, threads: 1);
        Backward(u, k, dy, du, dk, sizes, threads: 1);

        (int batch, int length, int taps, int channels) = sizes;
        ConvolutionOracle oracle = new(
            ConvolutionOracle.Doubles(u), ConvolutionOracle.Doubles(k), ConvolutionOracle.Doubles(dy),
            batch, length, taps, channels);
        int terms = Math.Min(length, taps);

        // All numbers are below 1, so the number of them bounds the square of a norm; two rows share a signal.
        double rowByKernel = Math.Sqrt(2.0 * length * terms);
        double rowByRow = 2.0 * length * ((batch + 1) / 2);
        Assert.That(ConvolutionOracle.Excess(y, oracle.Y, i => Bound(sizes, oracle.YSize[i], terms, rowByKernel)),
            Is.LessThanOrEqualTo(0), "y");
        Assert.That(ConvolutionOracle.Excess(du, oracle.Du, i => Bound(sizes, oracle.DuSize[i], terms, rowByKernel)),
            Is.LessThanOrEqualTo(0), "du");
        Assert.That(
            ConvolutionOracle.Excess(dk, oracle.Dk, i => Bound(sizes, oracle.DkSize[i], length + batch, rowByRow)),
            Is.LessThanOrEqualTo(0), "dk");
    }

    [TestCaseSource(nameof(Cases))]
    public void The_backward_pass_is_the_adjoint(Sizes sizes)
    {
        (T[] u, T[] k, T[] dy) = Data(sizes, 2);
        T[] y = new T[u.Length], du = new T[u.Length], dk = new T[k.Length];
        Forward(u, k, y, sizes, threads: 1);
        Backward(u, k, dy, du, dk, sizes, threads: 1);

        // Each of the three products is off by no more than the sum of its terms' errors, weights being below 1.
        double norms = 2.0 * sizes.Length * Math.Max(sizes.Batch, 1);
        double count = y.Length + du.Length + dk.Length;
        double bound = count * Bound(sizes, sizes.Length * sizes.Batch, sizes.Length + sizes.Batch, norms);
        double forward = Inner(dy, y);
        Assert.That(Inner(du, u), Is.EqualTo(forward).Within(bound), "du");
        Assert.That(Inner(dk, k), Is.EqualTo(forward).Within(bound), "dk");
    }

    [Test]
    public void Any_number_of_threads_gives_the_same_bits([Values(1, 2, 5)] int batch)
    {
        Sizes sizes = new(batch, Length: 96, Taps: 70, Channels: 67);
        (T[] u, T[] k, T[] dy) = Data(sizes, 3);
        T[] y = new T[u.Length], du = new T[u.Length], dk = new T[k.Length];
        Forward(u, k, y, sizes, threads: 1);
        Backward(u, k, dy, du, dk, sizes, threads: 1);
        foreach (int threads in (int[])[2, 3, 8])
        {
            T[] y2 = new T[u.Length], du2 = new T[u.Length], dk2 = new T[k.Length];
            Forward(u, k, y2, sizes, threads);
            Backward(u, k, dy, du2, dk2, sizes, threads);
            Assert.That(y2.AsSpan().SequenceEqual(y), "y");
            Assert.That(du2.AsSpan().SequenceEqual(du), "du");
            Assert.That(dk2.AsSpan().SequenceEqual(dk), "dk");
        }
    }

    [Test]
    public void A_channel_has_the_same_bits_alone_and_among_others()
    {
        Sizes all = new(Batch: 3, Length: 21, Taps: 9, Channels: (2 * Vector<T>.Count) + 1);
        Sizes one = all with { Channels = 1 };
        (T[] u, T[] k, T[] dy) = Data(all, 4);
        T[] y = new T[u.Length], du = new T[u.Length], dk = new T[k.Length];
        Forward(u, k, y, all, threads: 1);
        Backward(u, k, dy, du, dk, all, threads: 1);
        for (int h = 0; h < all.Channels; h++)
        {
            T[] uh = Channel(u, all, h), kh = Channel(k, all, h), dyh = Channel(dy, all, h);
            T[] yh = new T[uh.Length], duh = new T[uh.Length], dkh = new T[kh.Length];
            Forward(uh, kh, yh, one, threads: 1);
            Backward(uh, kh, dyh, duh, dkh, one, threads: 1);
            Assert.That(yh, Is.EqualTo(Channel(y, all, h)), $"channel {h}");
            Assert.That(duh, Is.EqualTo(Channel(du, all, h)), $"channel {h}");
            Assert.That(dkh, Is.EqualTo(Channel(dk, all, h)), $"channel {h}");
        }
    }

    [Test]
    public void A_row_is_the_same_alone_and_in_a_batch()
    {
        Sizes all = new(Batch: 5, Length: 40, Taps: 40, Channels: 3), one = all with { Batch = 1 };
        (T[] u, T[] k, _) = Data(all, 5);
        T[] y = new T[u.Length];
        Forward(u, k, y, all, threads: 1);
        int row = all.Length * all.Channels;
        for (int b = 0; b < all.Batch; b++)
        {
            T[] alone = new T[row];
            Forward(u[(b * row)..((b + 1) * row)], k, alone, one, threads: 1);

            // Both are within the bound of the same numbers.
            double bound = 2 * Bound(all, all.Length, all.Length, Math.Sqrt(2.0) * all.Length);
            double[] expected = ConvolutionOracle.Doubles(y[(b * row)..((b + 1) * row)]);
            Assert.That(ConvolutionOracle.Excess(alone, expected, _ => bound), Is.LessThanOrEqualTo(0), $"row {b}");
        }
    }

    [Test]
    public void A_gradient_that_is_not_wanted_may_be_empty_and_the_other_keeps_its_bits()
    {
        Sizes sizes = new(Batch: 3, Length: 17, Taps: 20, Channels: Vector<T>.Count + 1);
        (T[] u, T[] k, T[] dy) = Data(sizes, 6);
        T[] du = new T[u.Length], dk = new T[k.Length], duOnly = new T[u.Length], dkOnly = new T[k.Length];
        Backward(u, k, dy, du, dk, sizes, threads: 1);
        Backward(u, k, dy, duOnly, [], sizes, threads: 1);
        Backward(u, k, dy, [], dkOnly, sizes, threads: 1);

        Assert.That(duOnly, Is.EqualTo(du));
        Assert.That(dkOnly, Is.EqualTo(dk));
    }

    [Test]
    public void Results_are_overwritten_and_taps_past_the_signal_have_no_gradient()
    {
        Sizes sizes = new(Batch: 2, Length: 5, Taps: 9, Channels: 2);
        (T[] u, T[] k, T[] dy) = Data(sizes, 7);
        T[] clean = new T[u.Length], dkClean = new T[k.Length];
        T[] y = new T[u.Length], du = new T[u.Length], dk = new T[k.Length];
        Array.Fill(y, T.NaN);
        Array.Fill(du, T.NaN);
        Array.Fill(dk, T.NaN);
        Forward(u, k, clean, sizes, threads: 1);
        Forward(u, k, y, sizes, threads: 1);
        Assert.That(y, Is.EqualTo(clean));

        Backward(u, k, dy, clean, dkClean, sizes, threads: 1);
        Backward(u, k, dy, du, dk, sizes, threads: 1);
        Assert.That(du, Is.EqualTo(clean));
        Assert.That(dk, Is.EqualTo(dkClean));
        Assert.That(dk[(sizes.Length * sizes.Channels)..], Has.All.EqualTo(T.Zero));
    }

    [Test]
    public void An_empty_batch_has_no_outputs_and_a_zero_gradient_of_the_kernel()
    {
        Sizes sizes = new(Batch: 0, Length: 4, Taps: 3, Channels: 2);
        T[] k = FftOracle.Noise<T>(6, 8), dk = FftOracle.Noise<T>(6, 9);
        Forward([], k, [], sizes, threads: 1);
        Backward([], k, [], [], dk, sizes, threads: 1);

        Assert.That(dk, Has.All.EqualTo(T.Zero));
    }

    [Test]
    public void No_channels_are_no_work()
    {
        Sizes sizes = new(Batch: 2, Length: 4, Taps: 3, Channels: 0);
        Assert.That(() => Forward([], [], [], sizes, threads: 2), Throws.Nothing);
        Assert.That(() => Backward([], [], [], [], [], sizes, threads: 2), Throws.Nothing);
    }

    [Test]
    public void Spans_of_another_size_are_refused()
    {
        Sizes sizes = new(Batch: 2, Length: 4, Taps: 3, Channels: 5);
        T[] signal = new T[40], kernel = new T[15], wrong = new T[7], none = [];
        Assert.That(() => Forward(wrong, kernel, signal, sizes, 1), Refuses("'u.Length' is 7, expected 40"));
        Assert.That(() => Forward(signal, wrong, signal, sizes, 1), Refuses("'k.Length' is 7, expected 15"));
        Assert.That(() => Forward(signal, kernel, wrong, sizes, 1), Refuses("'y.Length' is 7, expected 40"));
        Assert.That(
            () => Backward(signal, kernel, wrong, none, none, sizes, 1), Refuses("'dy.Length' is 7, expected 40"));
        Assert.That(
            () => Backward(signal, kernel, signal, wrong, none, sizes, 1), Refuses("'du.Length' is 7, expected 40"));
        Assert.That(
            () => Backward(signal, kernel, signal, none, wrong, sizes, 1), Refuses("'dk.Length' is 7, expected 15"));
        Assert.That(
            () => Forward(signal, kernel, signal, sizes, threads: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => Forward(signal, kernel, signal, sizes with { Batch = -2 }, threads: 1),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    protected static (T[] U, T[] K, T[] Dy) Data(Sizes sizes, int seed)
    {
        int signal = sizes.Batch * sizes.Length * sizes.Channels;
        return (
            FftOracle.Noise<T>(signal, seed),
            FftOracle.Noise<T>(sizes.Taps * sizes.Channels, seed + 100),
            FftOracle.Noise<T>(signal, seed + 200));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refuses(string message) =>
        Throws.ArgumentException.With.Message.Contains(message);

    private static double Inner(T[] x, T[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += double.CreateChecked(x[i]) * double.CreateChecked(y[i]);
        }

        return sum;
    }

    private static T[] Channel(T[] data, Sizes sizes, int h)
    {
        T[] column = new T[data.Length / sizes.Channels];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = data[(i * sizes.Channels) + h];
        }

        return column;
    }
}
