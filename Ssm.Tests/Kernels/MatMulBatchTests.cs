using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class MatMulBatchTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Small products side by side, and large ones with the threads inside.
    [TestCase(0, 3, 4, 5)]
    [TestCase(1, 3, 4, 5)]
    [TestCase(37, 3, 4, 5)]
    [TestCase(40, 16, 17, 18)]
    [TestCase(3, 50, 40, 70)]
    public void A_batch_has_the_bits_of_its_products(int batch, int m, int n, int k)
    {
        foreach ((bool sharedA, bool sharedB) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            MatMulShape shape = new(m, n, k, TransposeLeft: sharedA, TransposeRight: sharedB);
            (int strideA, int strideB, int strideC) = (sharedA ? 0 : (m * k) + 1, sharedB ? 0 : k * n, (m * n) + 2);
            RandomSource random = new(11);
            T[] a = Random(random, (batch * strideA) + (m * k)), b = Random(random, (batch * strideB) + (k * n));
            T[] start = Random(random, (batch * strideC) + (m * n)), expected = [.. start];
            for (int i = 0; i < batch; i++)
            {
                MatMul.Multiply(
                    a.AsSpan(i * strideA, m * k),
                    b.AsSpan(i * strideB, k * n),
                    expected.AsSpan(i * strideC, m * n),
                    shape,
                    accumulate: true,
                    threads: 1);
            }

            foreach (int threads in new[] { 1, 2, 3, 8 })
            {
                T[] actual = [.. start];
                MatMul.MultiplyBatched<T>(
                    a, b, actual, batch, strideA, strideB, strideC, shape, accumulate: true, threads);
                Assert.That(actual.SequenceEqual(expected), Is.True, $"{shape}, {threads} threads");
            }
        }
    }

    [Test]
    public void Results_that_would_overlap_are_refused()
    {
        T[] x = new T[16];
        foreach (int stride in new[] { 0, 3 })
        {
            Assert.That(
                () => MatMul.MultiplyBatched<T>(x, x, new T[16], 4, 4, 4, stride, new MatMulShape(2, 2, 2), false, 1),
                Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("expected 4 or more"));
        }
    }

    [Test]
    public void A_short_operand_is_refused()
    {
        T[] x = new T[16];
        Assert.That(
            () => MatMul.MultiplyBatched<T>(x.AsSpan(1), x, x, 4, 4, 4, 4, new MatMulShape(2, 2, 2), false, 1),
            Throws.ArgumentException.With.Message.Contains("'a' has 15 elements, expected 16"));
    }

    private static T[] Random(RandomSource random, int length)
    {
        T[] values = new T[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = T.CreateChecked(random.NextDouble(-1, 1));
        }

        return values;
    }
}
