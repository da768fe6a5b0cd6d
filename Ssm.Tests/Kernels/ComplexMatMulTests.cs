using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Complex products against three loops over complex numbers in double.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class ComplexMatMulTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [Test]
    public void Every_product_agrees_with_the_loops(
        [Values(1, 5, 19, 40)] int m,
        [Values(1, 8, 37)] int n,
        [Values(0, 3, 33)] int k,
        [Values] bool left,
        [Values] bool right) => Check(m, n, k, left, right);

    [Test]
    public void Every_number_of_columns_agrees_with_the_loops([Values(1, 4, 9)] int m)
    {
        for (int n = 0; n <= (2 * Vector<T>.Count) + 1; n++)
        {
            Check(m, n, k: 7, left: false, right: true);
        }
    }

    private static void Check(int m, int n, int k, bool left, bool right)
    {
        RandomSource random = new(9);
        T[] ar = ScanTestData.Random<T>(random, m * k), ai = ScanTestData.Random<T>(random, m * k);
        T[] br = ScanTestData.Random<T>(random, k * n), bi = ScanTestData.Random<T>(random, k * n);
        Complex[] a = ScanTestData.ToComplex(ar, ai), b = ScanTestData.ToComplex(br, bi);
        foreach ((bool tl, bool tr) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            T[] cr = new T[m * n], ci = new T[m * n], one = new T[m * n];
            MatMulShape shape = new(m, n, k, tl, tr);
            ComplexMatMul.Multiply<T>(new(ar, ai), new(br, bi), new(cr, ci), shape, left, right, threads: 2);
            for (int i = 0; i < m * n; i++)
            {
                Complex sum = default;
                for (int j = 0; j < k; j++)
                {
                    int at = tl ? (j * m) + (i / n) : (i / n * k) + j, bt = tr ? (i % n * k) + j : (j * n) + (i % n);
                    sum += (left ? Complex.Conjugate(a[at]) : a[at]) * (right ? Complex.Conjugate(b[bt]) : b[bt]);
                }

                // 2 K terms below 1 in each part.
                double tolerance = Math.Max(1, 4.0 * k * k) * 2 * ScanTestData.Unit<T>();
                Assert.That(double.CreateTruncating(cr[i]), Is.EqualTo(sum.Real).Within(tolerance));
                Assert.That(double.CreateTruncating(ci[i]), Is.EqualTo(sum.Imaginary).Within(tolerance));
            }

            foreach (int threads in new[] { 1, 3, 8 })
            {
                ComplexMatMul.Multiply<T>(new(ar, ai), new(br, bi), new(cr, one), shape, left, right, threads);
                Assert.That(one, Is.EqualTo(ci));
            }
        }
    }
}
