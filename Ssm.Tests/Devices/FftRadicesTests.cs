using Ssm.Kernels.Gpu;

namespace Ssm.Tests.Devices;

/// <summary>How a device's transforms are cut into passes and steps.</summary>
public sealed class FftRadicesTests
{
    [Test]
    public void The_radices_of_a_length_multiply_to_it_and_fit_the_code_of_a_plan()
    {
        for (int n = 1; n <= 4096; n++)
        {
            if (!FftRadices.Suits(n))
            {
                continue;
            }

            List<int> radices = FftRadices.Of(n);
            Assert.That(radices.Aggregate(1, (product, radix) => product * radix), Is.EqualTo(n), $"n = {n}");
            Assert.That(radices, Has.All.Matches<int>(radix => radix is 2 or 3 or 4 or 5 or 8), $"n = {n}");
            Assert.That(radices, Has.Count.LessThanOrEqualTo(7), $"n = {n}");
        }
    }

    [TestCase(1 << 23, 2048, 3)]
    [TestCase(1 << 23, 4096, 2)]
    [TestCase(1 << 16, 4096, 2)]
    [TestCase(5 << 20, 4096, 2)]
    [TestCase(4096, 4096, 1)]
    [TestCase(5000, 4096, 2)]
    [TestCase(7776, 2048, 2)]
    public void The_steps_of_a_long_transform_multiply_to_it_and_each_fits(int n, int most, int count)
    {
        List<int> steps = FftRadices.Steps(n, most);
        Assert.That(steps.Aggregate(1, (product, step) => product * step), Is.EqualTo(n));
        Assert.That(steps, Has.All.LessThanOrEqualTo(most));
        Assert.That(steps, Has.Count.EqualTo(count));
    }

    [TestCase(7)]
    [TestCase(4099)]
    public void A_length_with_other_factors_than_two_three_and_five_goes_another_way(int n) =>
        Assert.That(FftRadices.Suits(n), Is.False);
}
