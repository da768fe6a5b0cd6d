using System.Numerics;
using Ssm.Kernels;
using Matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class MatMulTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static IEnumerable<TestCaseData> Storages() =>
        from left in new[] { false, true }
        from right in new[] { false, true }
        from accumulate in new[] { false, true }
        select new TestCaseData(left, right, accumulate);

    // Every size to twice the vector's and one more, in each place, and sizes around the tiles in the others.
    private static IEnumerable<(int M, int N, int K)> SmallSizes()
    {
        int[] every = [.. Enumerable.Range(0, (2 * Vector<T>.Count) + 2), 24, 25, 31, 32, 33, 65];
        int[] others = [1, 4, 13, 33];
        foreach (int x in every)
        {
            foreach (int y in others)
            {
                foreach (int z in others)
                {
                    yield return (x, y, z);
                    yield return (y, x, z);
                    yield return (y, z, x);
                }
            }
        }
    }

    private static MatMulShape[] LargeShapes() =>
    [
        new(1, 300, 1000),      // one row: decoding
        new(3, 100, 301),       // few rows, the depth in parts
        new(2, 2100, 40),       // few rows, the columns in parts
        new(300, 1, 1000),      // one column
        new(103, 33, 513),      // several row blocks, two or three depth blocks
        new(130, 83, 300),      // edge tiles on both sides
        new(5, 700, 300),       // few rows: the columns are cut
        new(13, 2100, 600),     // more columns and depth than are packed at one time
        new(200, 5, 700),       // one narrow panel
        new(17, 9, 5000),       // a weight gradient: the depth is cut
        new(64, 64, 4097),
    ];

    [TestCaseSource(nameof(Storages))]
    public void Every_small_product_agrees_with_the_triple_loop(bool left, bool right, bool accumulate)
    {
        foreach ((int m, int n, int k) in SmallSizes())
        {
            MatMulCase<T>.Random(new MatMulShape(m, n, k, left, right), accumulate).Check(threads: 1);
        }
    }

    [TestCase(false, false, false)]
    [TestCase(false, true, true)]
    [TestCase(true, false, true)]
    [TestCase(true, true, false)]
    public void Every_large_product_agrees_with_the_triple_loop(bool left, bool right, bool accumulate)
    {
        foreach (MatMulShape shape in LargeShapes())
        {
            MatMulShape stored = shape with { TransposeLeft = left, TransposeRight = right };
            MatMulCase<T>.Random(stored, accumulate).Check(threads: 2);
        }
    }

    [TestCase(false, false)]
    [TestCase(true, true)]
    public void The_bits_do_not_depend_on_the_threads(bool left, bool right)
    {
        foreach (MatMulShape shape in LargeShapes())
        {
            MatMulCase<T> product =
                MatMulCase<T>.Random(shape with { TransposeLeft = left, TransposeRight = right }, accumulate: true);
            T[] expected = product.Multiply(threads: 1);
            foreach (int threads in new[] { 1, 2, 3, 8 })
            {
                Assert.That(product.Multiply(threads).SequenceEqual(expected), Is.True, $"{shape}, {threads} threads");
            }
        }
    }

    // The tile of 512-bit vectors works everywhere, if slowly; the one of Vector<T> is not used where there are any.
    [TestCase(40, 33, 50)]
    [TestCase(25, 70, 256)]
    [TestCase(103, 33, 513)]
    public void Both_tiles_agree_with_the_triple_loop(int m, int n, int k)
    {
        foreach ((bool left, bool right, bool accumulate) in new[] { (false, false, true), (true, true, false) })
        {
            MatMulCase<T> product = MatMulCase<T>.Random(new MatMulShape(m, n, k, left, right), accumulate);
            T[] narrow = product.MultiplyPacked<MatMulTile<T>>(threads: 2);
            T[] wide = product.MultiplyPacked<MatMulTile512<T>>(threads: 2);
            product.Check(narrow);
            product.Check(wide);
            if (k <= MatMulTile<T>.MostDepth)
            {
                Assert.That(wide.SequenceEqual(narrow), Is.True, "the same sums, rounded alike");
            }
        }
    }

    [Test]
    public void MathNet_agrees()
    {
        MatMulCase<double> product = MatMulCase<double>.Random(new MatMulShape(200, 150, 170), accumulate: false);
        Matrix expected = Matrix.Build.Dense(200, 170, (i, k) => product.Left(i, k))
            * Matrix.Build.Dense(170, 150, (k, j) => product.Right(k, j));
        double[] actual = product.Multiply(threads: 2);

        // |a|, |b| < 1: the bound K ε Σ |a||b| is below K² ε.
        double tolerance = 170.0 * 170.0 * Math.ScaleB(1, -52);
        for (int i = 0; i < 200; i++)
        {
            for (int j = 0; j < 150; j++)
            {
                Assert.That(actual[(i * 150) + j], Is.EqualTo(expected[i, j]).Within(tolerance));
            }
        }
    }

    // Shapes of every path: in place, packed with edge tiles, cut in depth.
    [TestCase(2, 21, 40)]
    [TestCase(7, 9, 11)]
    [TestCase(31, 37, 50)]
    [TestCase(9, 19, 4200)]
    public void Not_a_number_and_infinity_stay_in_their_row_and_column(int m, int n, int k)
    {
        foreach (bool transposed in new[] { false, true })
        {
            MatMulShape shape = new(m, n, k, transposed, transposed);
            MatMulCase<T> product = MatMulCase<T>.Random(shape, accumulate: false);
            T[] clean = product.Multiply(threads: 1);
            int row = m - 1, column = n - 1;
            product.SetLeft(row, k - 1, T.NaN);
            product.SetRight(0, column, T.PositiveInfinity);
            T[] actual = product.Multiply(threads: 1);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    T expected = i == row ? T.NaN : clean[(i * n) + j];
                    bool right = j == column && i != row
                        ? T.IsInfinity(actual[(i * n) + j])
                        : actual[(i * n) + j].Equals(expected);
                    Assert.That(right, Is.True, $"{shape} at ({i}, {j}): {actual[(i * n) + j]}");
                }
            }
        }
    }

    [Test]
    public void An_empty_sum_is_zero_or_leaves_the_result()
    {
        T[] c = [T.One, T.One, T.One, T.One, T.One, T.One];
        MatMul.Multiply([], [], c, new MatMulShape(2, 3, 0), accumulate: true, threads: 1);
        Assert.That(c, Is.All.EqualTo(T.One));
        MatMul.Multiply([], [], c, new MatMulShape(2, 3, 0), accumulate: false, threads: 1);
        Assert.That(c, Is.All.EqualTo(T.Zero));
    }

    [Test]
    public void Wrong_lengths_are_refused_with_what_was_expected()
    {
        T[] six = new T[6];
        Assert.That(
            () => MatMul.Multiply<T>(six, six, new T[5], new MatMulShape(2, 2, 3), accumulate: false, threads: 1),
            Throws.ArgumentException.With.Message.Contains("MatMul: 'c' has 5 elements, expected 4"));
        Assert.That(
            () => MatMul.Multiply<T>(six, new T[7], new T[4], new MatMulShape(2, 2, 3, false, true), false, 1),
            Throws.ArgumentException.With.Message.Contains("(2, 3)"));
        Assert.That(
            () => MatMul.Multiply<T>(six, six, new T[4], new MatMulShape(2, 2, -3), accumulate: false, threads: 1),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
