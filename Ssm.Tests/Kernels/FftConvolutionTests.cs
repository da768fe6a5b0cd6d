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
    public void The_transforms_are_long_enough_and_below_twice_that(int length, int taps)
    {
        int linear = length + Math.Min(length, taps) - 1;
        Assert.That(new FftConvolution<T>(length, taps).Points, Is.InRange(linear, Math.Max(1, (2 * linear) - 1)));
    }

    [Test]
    public void It_agrees_with_the_definition_where_parts_leave_the_cache()
    {
        Sizes sizes = new(Batch: 3, Length: 1500, Taps: 1500, Channels: 2);
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
}
