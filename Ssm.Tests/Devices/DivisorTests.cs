using Ssm.Kernels;
using Ssm.Kernels.Gpu;

namespace Ssm.Tests.Devices;

/// <summary>Quotients by a product and a shift.</summary>
[TestFixture]
internal sealed class DivisorTests
{
    [Test]
    public void The_quotient_is_that_of_division_for_every_size([Values(1, 2, 3, 7, 641, 65535, 65536, 65537, 1 << 30)] int d)
    {
        Divisor divisor = new(d);
        foreach (int n in (int[])[0, 1, d - 1, d, int.MaxValue - 1, int.MaxValue])
        {
            Assert.That(divisor.Quotient(n), Is.EqualTo(n / d), $"{n} / {d}");
        }
    }

    [Test]
    public void The_quotient_is_that_of_division_for_random_numbers()
    {
        RandomSource random = new(1);
        for (int i = 0; i < 200000; i++)
        {
            // Of every length in bits, so that small divisors and numbers come up as often as large ones.
            int d = 1 + (int)(random.NextUInt64() % (1ul << (int)(random.NextUInt64() % 31)));
            int n = (int)(random.NextUInt64() % (1ul << (int)(random.NextUInt64() % 32)));
            int start = n / d * d;
            Divisor divisor = new(d);
            if (divisor.Quotient(n) != n / d || (start > 0 && divisor.Quotient(start - 1) != (start / d) - 1))
            {
                Assert.Fail($"{n} / {d}");
            }
        }
    }
}
