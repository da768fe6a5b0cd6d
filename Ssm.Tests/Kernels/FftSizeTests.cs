using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The choice of a transform's length.</summary>
public sealed class FftSizeTests
{
    [Test]
    public void A_good_size_is_large_enough_below_twice_and_has_small_factors()
    {
        for (int n = 1; n <= 5000; n++)
        {
            int good = FftSize.GoodSize(n);
            int rest = good;
            foreach (int p in (int[])[2, 3, 5])
            {
                for (; rest % p == 0; rest /= p)
                {
                }
            }

            Assert.That(good, Is.InRange(n, Math.Max(1, (2 * n) - 1)), $"n = {n}");
            Assert.That(rest, Is.EqualTo(1), $"n = {n}");
        }
    }

    [Test]
    public void Powers_of_four_are_good_already([Values(1, 4, 16, 64, 256, 1024, 4096, 16384)] int n) =>
        Assert.That(FftSize.GoodSize(n), Is.EqualTo(n));

    [TestCase(0)]
    [TestCase(-7)]
    [TestCase(FftSize.Largest + 1)]
    public void A_size_that_no_transform_has_is_refused(int n) =>
        Assert.That(() => FftSize.GoodSize(n), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void The_largest_size_is_good() =>
        Assert.That(FftSize.GoodSize(FftSize.Largest), Is.EqualTo(FftSize.Largest));
}
