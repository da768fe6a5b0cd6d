using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Complex products against three loops over complex numbers in double.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class ComplexMatMulTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Margin = 3;

    // Half of the distance from 1 to the next number.
    private static double Unit => double.CreateChecked(T.BitIncrement(T.One) - T.One) / 2;

    private static IEnumerable<MatMulShape> AllStorages(int m, int n, int k) =>
        from left in new[] { false, true }
        from right in new[] { false, true }
        select new MatMulShape(m, n, k, left, right);

    private static IEnumerable<MatMulConjugates> AllConjugates() =>
        from left in new[] { false, true }
        from right in new[] { false, true }
        select new MatMulConjugates(left, right);

    [Test]
    public void Every_product_agrees_with_the_loops(
        [Values(1, 5, 19, 40)] int m, [Values(1, 8, 37)] int n, [Values(0, 3, 33)] int k)
    {
        foreach (MatMulShape shape in AllStorages(m, n, k))
        {
            foreach (MatMulConjugates conjugates in AllConjugates())
            {
                Check(shape, conjugates);
            }
        }
    }

    [Test]
    public void Every_number_of_columns_around_the_vector_agrees_with_the_loops()
    {
        for (int n = 0; n <= (2 * Vector<T>.Count) + 1; n++)
        {
            foreach (int m in new[] { 0, 2, 13 })
            {
                Check(new MatMulShape(m, n, 5), new MatMulConjugates(false, true));
                Check(new MatMulShape(n, m, 7, true, false), new MatMulConjugates(true, false));
                Check(new MatMulShape(m, 3, n, false, true), default);
            }
        }
    }

    [Test]
    public void A_batch_has_the_bits_of_its_products([Values] bool sharedLeft, [Values] bool sharedRight)
    {
        const int Count = 5;
        foreach (MatMulShape shape in AllStorages(9, 11, 13))
        {
            (int left, int right, int result) = (9 * 13, 13 * 11, 9 * 11);
            MatMulStrides batch = new(Count, sharedLeft ? 0 : left, sharedRight ? 0 : right);
            T[][] a = Planes(1, Count * left), b = Planes(2, Count * right);
            foreach (MatMulConjugates conjugates in AllConjugates())
            {
                T[][] c = Planes(3, Count * result), one = Planes(4, result);
                T[] real = new T[Count * result];
                ComplexMatMul.MultiplyBatched<T>(
                    new(a[0], a[1]), new(b[0], b[1]), new(c[0], c[1]), shape, batch, conjugates, threads: 2);
                ComplexMatMul.RealPartBatched<T>(
                    new(a[0], a[1]), new(b[0], b[1]), real, shape, batch, conjugates, threads: 2);
                Assert.That(real, Is.EqualTo(c[0]));
                for (int i = 0; i < Count; i++)
                {
                    ComplexMatMul.Multiply<T>(
                        new ReadOnlyPlanar<T>(a[0], a[1]).Slice(i * batch.LeftStride, left),
                        new ReadOnlyPlanar<T>(b[0], b[1]).Slice(i * batch.RightStride, right),
                        new(one[0], one[1]), shape, conjugates.Left, conjugates.Right, threads: 1);
                    Assert.That(c[0].AsSpan(i * result, result).SequenceEqual(one[0]), Is.True);
                    Assert.That(c[1].AsSpan(i * result, result).SequenceEqual(one[1]), Is.True);
                }
            }
        }
    }

    [Test]
    public void The_bits_do_not_depend_on_the_threads()
    {
        // One row, packed, packed in several parts of the depth, cut in depth.
        foreach ((int m, int n, int k) in new[] { (1, 300, 400), (70, 90, 50), (60, 50, 700), (9, 17, 5000) })
        {
            foreach (MatMulConjugates conjugates in AllConjugates())
            {
                MatMulShape shape = new(m, n, k, conjugates.Left, conjugates.Right);
                (T[] re, T[] im) = Multiply(shape, conjugates, Planes(1, m * k), Planes(2, k * n), threads: 1);
                foreach (int threads in new[] { 2, 3, 8 })
                {
                    (T[] r, T[] i) = Multiply(shape, conjugates, Planes(1, m * k), Planes(2, k * n), threads);
                    Assert.That(r.AsSpan().SequenceEqual(re) && i.AsSpan().SequenceEqual(im), Is.True, $"{shape}");
                }
            }
        }
    }

    [Test]
    public void What_is_not_finite_stays_in_its_row_or_column([Values] bool left, [Values] bool right)
    {
        const int M = 17, N = 19, K = 23;
        foreach (MatMulShape shape in AllStorages(M, N, K))
        {
            MatMulConjugates conjugates = new(left, right);
            T[][] a = Planes(1, M * K), b = Planes(2, K * N);
            (T[] re, T[] im) = Multiply(shape, conjugates, a, b, threads: 1);
            a[1][shape.TransposeLeft ? (5 * M) + 4 : (4 * K) + 5] = T.NaN;
            b[0][shape.TransposeRight ? (6 * K) + 7 : (7 * N) + 6] = T.PositiveInfinity;
            (T[] r, T[] i) = Multiply(shape, conjugates, a, b, threads: 1);
            for (int at = 0; at < r.Length; at++)
            {
                if (at / N == 4)
                {
                    Assert.That(T.IsNaN(r[at]) && T.IsNaN(i[at]), Is.True);
                }
                else if (at % N == 6)
                {
                    Assert.That(T.IsFinite(r[at]) || T.IsFinite(i[at]), Is.False);
                }
                else
                {
                    Assert.That((r[at], i[at]), Is.EqualTo((re[at], im[at])));
                }
            }
        }
    }

    [Test]
    public void Nothing_is_allocated_once_the_buffers_are_there()
    {
        MatMulShape shape = new(50, 40, 70, false, true);
        T[][] a = Planes(1, 50 * 70), b = Planes(2, 70 * 40), c = Planes(3, 50 * 40);
        long before = 0;
        for (int i = 0; i < 4; i++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            ComplexMatMul.Multiply<T>(
                new(a[0], a[1]), new(b[0], b[1]), new(c[0], c[1]), shape, true, false, threads: 1);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Wrong_lengths_are_refused()
    {
        T[] x = new T[4], y = new T[5];
        Assert.That(
            () => ComplexMatMul.Multiply<T>(new(x, x), new(y, y), new(x, x), new MatMulShape(2, 2, 2), false, false, 1),
            Throws.ArgumentException.With.Message.StartsWith("ComplexMatMul: 'b' has 5 elements, expected 4"));
        Assert.That(
            () => ComplexMatMul.RealPartBatched<T>(
                new(x, x), new(x, x), x, new MatMulShape(2, 2, 2), new MatMulStrides(2, 0, 4), default, 1),
            Throws.ArgumentException.With.Message.StartsWith("ComplexMatMul: 'b' has 4 elements, expected 8"));
    }

    // Against the loops, on slices that begin off alignment.
    private static void Check(MatMulShape shape, MatMulConjugates conjugates)
    {
        (int m, int n, int k) = (shape.M, shape.N, shape.K);
        T[][] a = Planes(1, m * k), b = Planes(2, k * n);
        (T[] re, T[] im) = Multiply(shape, conjugates, a, b, threads: 2);
        for (int at = 0; at < re.Length; at++)
        {
            (int i, int j) = Math.DivRem(at, n);
            Complex sum = default;
            double size = 0;
            for (int l = 0; l < k; l++)
            {
                Complex x = At(a, shape.TransposeLeft ? (l * m) + i : (i * k) + l, conjugates.Left);
                Complex y = At(b, shape.TransposeRight ? (j * k) + l : (l * n) + j, conjugates.Right);
                sum += x * y;
                size += (Math.Abs(x.Real) + Math.Abs(x.Imaginary)) * (Math.Abs(y.Real) + Math.Abs(y.Imaginary));
            }

            // A part is a sum of 2 K products: so many roundings at most of numbers up to the sum of magnitudes. The
            // reference in double has as many of its own.
            double tolerance = 2 * ((2 * k) + 1) * Unit * size;
            Assert.That(double.CreateChecked(re[at]), Is.EqualTo(sum.Real).Within(tolerance), $"{shape} at {at}");
            Assert.That(double.CreateChecked(im[at]), Is.EqualTo(sum.Imaginary).Within(tolerance), $"{shape} at {at}");
        }
    }

    private static (T[] Re, T[] Im) Multiply(
        MatMulShape shape, MatMulConjugates conjugates, T[][] a, T[][] b, int threads)
    {
        T[][] c = Planes(5, (shape.M * shape.N) + Margin);
        ComplexMatMul.Multiply<T>(
            Off(a), Off(b), new Planar<T>(c[0].AsSpan(Margin), c[1].AsSpan(Margin)), shape, conjugates.Left,
            conjugates.Right, threads);
        return (c[0][Margin..], c[1][Margin..]);
    }

    private static ReadOnlyPlanar<T> Off(T[][] planes)
    {
        ReadOnlyPlanar<T> all = new((T[])[.. new T[Margin], .. planes[0]], (T[])[.. new T[Margin], .. planes[1]]);
        return all.Slice(Margin, planes[0].Length);
    }

    private static Complex At(T[][] planes, int i, bool conjugate)
    {
        double im = double.CreateChecked(planes[1][i]);
        return new Complex(double.CreateChecked(planes[0][i]), conjugate ? -im : im);
    }

    private static T[][] Planes(ulong seed, int length)
    {
        RandomSource random = new(seed);
        T[][] planes = [new T[length], new T[length]];
        for (int i = 0; i < length; i++)
        {
            planes[0][i] = T.CreateChecked(random.NextDouble(-1, 1));
            planes[1][i] = T.CreateChecked(random.NextDouble(-1, 1));
        }

        return planes;
    }
}
