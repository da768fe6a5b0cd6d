using System.Numerics;
using Ssm.Perf.Rivals;

namespace Ssm.Tests.Perf;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class RivalOpenBlasTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [Test]
    public void A_product_is_the_sum_however_its_operands_lie(
        [Values] bool left, [Values] bool right, [Values(1, 2)] int threads)
    {
        Check(left, right, false, (5, 7, 33), threads);
        Check(left, right, false, (1, 19, 8), threads);
    }

    [Test]
    public void A_row_is_the_sum_however_the_matrix_lies([Values] bool right, [Values(1, 2)] int threads) =>
        Check(false, right, true, (1, 19, 33), threads);

    private static void Check(bool left, bool right, bool asRow, (int M, int N, int K) size, int threads)
    {
        if (OpenBlasLibrary.TryLoad(out string? missing) is not { } library)
        {
            Assert.That(missing, Does.Contain("apt-get install libopenblas0-pthread"));
            return;
        }

        (int m, int n, int k) = size;
        OpenBlasProduct<T> product = new(library, left, right, asRow, size, threads, seed: 3);
        product.Run();
        double[] a = RivalOracle.Double<T>(product.Left.Span), b = RivalOracle.Double<T>(product.Right.Span);
        double[] expected = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int l = 0; l < k; l++)
                {
                    expected[(i * n) + j] += a[left ? (l * m) + i : (i * k) + l] * b[right ? (j * k) + l : (l * n) + j];
                }
            }
        }

        // k products below 1 are added; the largest result is at least about 1 here.
        Assert.That(
            RivalOracle.Units<T>(RivalOracle.Double<T>(product.Product.Span), expected), Is.LessThan(2.0 * k * k));
    }
}
