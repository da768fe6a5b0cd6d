using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The convolution by its definition: each result is one sum, and its error is that of a sum.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class DirectConvolutionTests<T> : ConvolutionContractTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    protected override void Forward(T[] u, T[] k, T[] y, Sizes sizes, int threads) => DirectConvolution.Forward<T>(
        u, k, y, sizes.Batch, sizes.Length, sizes.Taps, sizes.Channels, threads);

    protected override void Backward(T[] u, T[] k, T[] dy, T[] du, T[] dk, Sizes sizes, int threads) =>
        DirectConvolution.Backward<T>(
            u, k, dy, du, dk, sizes.Batch, sizes.Length, sizes.Taps, sizes.Channels, threads);

    // A sum of n products is off by n·u/(1 − n·u) times the sum of their sizes; once more for the judge in double.
    protected override double Bound(Sizes sizes, double size, double terms, double norms) =>
        (terms + 1) * 1.01 * (U + FftOracle.UnitRoundoff<double>()) * size;

    [Test]
    public void A_row_has_the_same_bits_whatever_its_neighbours_are()
    {
        Sizes sizes = new(Batch: 2, Length: 9, Taps: 9, Channels: Vector<T>.Count + 1);
        (T[] u, T[] k, _) = Data(sizes, 8);
        T[] y = new T[u.Length], beside = new T[u.Length];
        Forward(u, k, y, sizes, threads: 1);
        int row = u.Length / 2;
        Array.Fill(u, T.NaN, row, row);
        Forward(u, k, beside, sizes, threads: 1);

        Assert.That(beside[..row], Is.EqualTo(y[..row]));
        Assert.That(beside[row..], Has.All.NaN);
    }

    [Test]
    public void A_kernel_or_a_signal_of_no_length_gives_zeros()
    {
        T[] u = FftOracle.Noise<T>(6, 9), y = FftOracle.Noise<T>(6, 10), dk = FftOracle.Noise<T>(4, 11);
        DirectConvolution.Forward<T>(u, [], y, batch: 1, length: 3, taps: 0, channels: 2);
        DirectConvolution.Backward<T>([], dk, [], [], dk, batch: 5, length: 0, taps: 2, channels: 2);

        Assert.That(y, Has.All.EqualTo(T.Zero));
        Assert.That(dk, Has.All.EqualTo(T.Zero));
    }
}
