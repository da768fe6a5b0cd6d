using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The convolution by transforms: the error goes by the norms of what was transformed together.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class FftConvolutionTests<T> : ConvolutionContractTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    protected override void Forward(T[] u, T[] k, T[] y, Sizes sizes, int threads) =>
        new FftConvolution<T>(sizes.Length, sizes.Taps).Forward(u, k, y, sizes.Batch, sizes.Channels, threads);

    protected override void Backward(T[] u, T[] k, T[] dy, T[] du, T[] dk, Sizes sizes, int threads) =>
        new FftConvolution<T>(sizes.Length, sizes.Taps).Backward(
            u, k, dy, du, dk, sizes.Batch, sizes.Channels, threads);

    // Three transforms and one product with relative errors in the 2-norm; the largest entry of a convolution's error
    // is at most the product of the 2-norms times that (Cauchy and Schwarz). Summed spectra add a rounding each pair.
    protected override double Bound(Sizes sizes, double size, double terms, double norms)
    {
        int points = new FftConvolution<T>(sizes.Length, sizes.Taps).Points;
        return norms * ((3 * FftOracle.Bound<T>(points)) + ((4 + sizes.Batch) * U))
            + ((terms + 1) * FftOracle.UnitRoundoff<double>() * size);
    }

    [TestCase(1, 1)]
    [TestCase(5, 9)]
    [TestCase(9, 5)]
    [TestCase(4096, 4096)]
    public void The_transforms_are_long_enough_and_at_most_twice_that(int length, int taps)
    {
        int linear = length + Math.Min(length, taps) - 1;
        Assert.That(new FftConvolution<T>(length, taps).Points, Is.InRange(linear, 2 * linear));
    }

    // Transforms with one, two and three passes across rows; odd lengths; more than half of the points in use.
    [TestCase(3, 700, 700, 2)]
    [TestCase(2, 1500, 1500, 2)]
    [TestCase(1, 2047, 300, 3)]
    [TestCase(1, 4225, 4225, 1)]
    public void It_agrees_with_the_definition_where_rows_are_mixed(int batch, int length, int taps, int channels)
    {
        Sizes sizes = new(batch, length, taps, channels);
        (T[] u, T[] k, T[] dy) = Data(sizes, 9);
        T[] y = new T[u.Length], du = new T[u.Length], dk = new T[k.Length];
        Forward(u, k, y, sizes, threads: 2);
        Backward(u, k, dy, du, dk, sizes, threads: 2);
        double[] u2 = ConvolutionOracle.Doubles(u), k2 = ConvolutionOracle.Doubles(k);
        double[] dy2 = ConvolutionOracle.Doubles(dy);
        double[] y2 = new double[u.Length], du2 = new double[u.Length], dk2 = new double[k.Length];
        DirectConvolution.Forward<double>(u2, k2, y2, sizes.Batch, sizes.Length, sizes.Taps, sizes.Channels);
        DirectConvolution.Backward<double>(
            u2, k2, dy2, du2, dk2, sizes.Batch, sizes.Length, sizes.Taps, sizes.Channels);

        double bound = Bound(sizes, sizes.Length, sizes.Length, Math.Sqrt(2.0) * sizes.Length);
        double kernelBound = Bound(sizes, 3.0 * sizes.Length, sizes.Length, 4.0 * sizes.Length);
        Assert.That(ConvolutionOracle.Excess(y, y2, _ => bound), Is.LessThanOrEqualTo(0), "y");
        Assert.That(ConvolutionOracle.Excess(du, du2, _ => bound), Is.LessThanOrEqualTo(0), "du");
        Assert.That(ConvolutionOracle.Excess(dk, dk2, _ => kernelBound), Is.LessThanOrEqualTo(0), "dk");
    }

    [Test]
    public void Sizes_that_no_plan_has_are_refused()
    {
        Assert.That(
            () => new FftConvolution<T>(0, 3),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("FftConvolution: 'length' is 0"));
        Assert.That(
            () => new FftConvolution<T>(3, 0),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("FftConvolution: 'taps' is 0"));
        Assert.That(
            () => new FftConvolution<T>(FftSize.Largest, FftSize.Largest),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("cut the signal"));
    }

    [Test]
    public void What_is_not_a_number_stays_in_its_row_and_its_channel()
    {
        Sizes sizes = new(Batch: 3, Length: 40, Taps: 40, Channels: (2 * Vector<T>.Count) + 1);
        (T[] u, T[] k, T[] dy) = Data(sizes, 10);
        T[] y = new T[u.Length], du = new T[u.Length], dk = new T[k.Length];
        int row = 1, channel = Vector<T>.Count - 1;
        u[(((row * sizes.Length) + 7) * sizes.Channels) + channel] = T.NaN;
        dy[(((row * sizes.Length) + 9) * sizes.Channels) + channel] = T.PositiveInfinity;
        Forward(u, k, y, sizes, threads: 1);
        Backward(u, k, dy, du, dk, sizes, threads: 1);
        for (int i = 0; i < y.Length; i++)
        {
            bool spoilt = i % sizes.Channels == channel && i / (sizes.Length * sizes.Channels) == row;
            Assert.That(T.IsFinite(y[i]), Is.Not.EqualTo(spoilt), $"y[{i}]");
            Assert.That(T.IsFinite(du[i]), Is.Not.EqualTo(spoilt), $"du[{i}]");
        }

        for (int i = 0; i < dk.Length; i++)
        {
            Assert.That(T.IsFinite(dk[i]), Is.Not.EqualTo(i % sizes.Channels == channel), $"dk[{i}]");
        }
    }

    [Test]
    public void It_allocates_nothing_from_the_second_call_on()
    {
        Sizes sizes = new(Batch: 2, Length: 64, Taps: 64, Channels: 5);
        (T[] u, T[] k, T[] dy) = Data(sizes, 11);
        T[] y = new T[u.Length], du = new T[u.Length], dk = new T[k.Length];
        FftConvolution<T> plan = new(sizes.Length, sizes.Taps);
        long before = 0;
        for (int i = 0; i < 3; i++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            plan.Forward(u, k, y, sizes.Batch, sizes.Channels);
            plan.Backward(u, k, dy, du, dk, sizes.Batch, sizes.Channels);
            plan.ForwardTwoSided(u, k, k, y, sizes.Batch, sizes.Channels);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
