using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Complex products against three loops over complex numbers.</summary>
public sealed class ComplexMatMulTests
{
    [Test]
    public void Every_product_agrees_with_the_loops(
        [Values(1, 5, 19, 40)] int m,
        [Values(1, 8, 37)] int n,
        [Values(0, 3, 33)] int k,
        [Values] bool left,
        [Values] bool right)
    {
        RandomSource random = new(9);
        double[] ar = Values(random, m * k), ai = Values(random, m * k);
        double[] br = Values(random, k * n), bi = Values(random, k * n);
        foreach ((bool tl, bool tr) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            double[] cr = new double[m * n], ci = new double[m * n], one = new double[m * n];
            MatMulShape shape = new(m, n, k, tl, tr);
            ComplexMatMul.Multiply<double>(new(ar, ai), new(br, bi), new(cr, ci), shape, left, right, threads: 2);
            for (int i = 0; i < m * n; i++)
            {
                Complex sum = default;
                for (int j = 0; j < k; j++)
                {
                    int at = tl ? (j * m) + (i / n) : (i / n * k) + j, bt = tr ? (i % n * k) + j : (j * n) + (i % n);
                    Complex a = new(ar[at], left ? -ai[at] : ai[at]), b = new(br[bt], right ? -bi[bt] : bi[bt]);
                    sum += a * b;
                }

                // 2 K terms below 1 in each part.
                double tolerance = Math.Max(1, 4.0 * k * k) * Math.ScaleB(1, -52);
                Assert.That(cr[i], Is.EqualTo(sum.Real).Within(tolerance));
                Assert.That(ci[i], Is.EqualTo(sum.Imaginary).Within(tolerance));
            }

            foreach (int threads in new[] { 1, 3, 8 })
            {
                ComplexMatMul.Multiply<double>(new(ar, ai), new(br, bi), new(cr, one), shape, left, right, threads);
                Assert.That(one, Is.EqualTo(ci));
            }
        }
    }

    private static double[] Values(RandomSource random, int length)
    {
        double[] values = new double[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = random.NextDouble(-1, 1);
        }

        return values;
    }
}
