using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class ReductionTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly double Epsilon = typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);

    private delegate void Kernel(
        ReadOnlySpan<T> source, Span<T> destination, int outer, int length, int inner, int threads);

    private static IEnumerable<int> Inners() => Enumerable.Range(0, (2 * Vector<T>.Count) + 2);

    // Around the leaves (32 rows, 512 numbers) and the chunks (65536 numbers).
    private static readonly int[] Lengths = [0, 1, 2, 3, 4, 5, 31, 32, 33, 65, 511, 513];

    private static readonly (int Outer, int Length, int Inner)[] Large =
    [
        (1, 300_001, 1),    // one sum of several chunks
        (3, 140_000, 1),
        (1, 3001, 67),      // chunks of rows
        (2, 70, 4500),      // several tiles of columns
        (5000, 17, 3),
    ];

    [TestCaseSource(nameof(Inners))]
    public void Every_reduction_agrees_with_the_loop_in_double(int inner)
    {
        foreach (int length in Lengths)
        {
            CheckAll(2, length, inner, threads: 1);
        }
    }

    [Test]
    public void Long_axes_and_many_columns_agree_with_the_loop_in_double()
    {
        foreach ((int outer, int length, int inner) in Large)
        {
            CheckAll(outer, length, inner, threads: 2);
        }
    }

    [Test]
    public void The_bits_do_not_depend_on_the_threads()
    {
        foreach ((int outer, int length, int inner) in Large)
        {
            T[] source = Random(outer * length * inner), other = Random(source.Length, seed: 2);
            foreach (Kernel kernel in new Kernel[] { Reduce.Sum, Reduce.Product, Reduce.Max, Reduce.Min })
            {
                T[] expected = new T[outer * inner], actual = new T[outer * inner];
                kernel(source, expected, outer, length, inner, 1);
                foreach (int threads in new[] { 2, 3, 8 })
                {
                    kernel(source, actual, outer, length, inner, threads);
                    Assert.That(
                        actual.AsSpan().SequenceEqual(expected),
                        Is.True,
                        $"{kernel.Method.Name} ({outer}, {length}, {inner}), {threads} threads");
                }
            }

            foreach (Kernel kernel in new Kernel[] { CumulativeSum.Forward, CumulativeSum.Reversed })
            {
                T[] expected = new T[source.Length], actual = new T[source.Length];
                kernel(source, expected, outer, length, inner, 1);
                kernel(source, actual, outer, length, inner, 3);
                Assert.That(actual.AsSpan().SequenceEqual(expected), Is.True);
            }

            double dot = Reduce.Dot<T>(source, other, 1);
            Assert.That(
                new[] { 2, 3, 8 }.Select(threads => Reduce.Dot<T>(source, other, threads)), Is.All.EqualTo(dot));
        }
    }

    [Test]
    public void A_long_sum_of_equal_numbers_loses_next_to_nothing()
    {
        // Added one after another, a million float tenths are off by about one percent.
        T[] tenths = new T[1_000_000], sum = new T[1];
        Array.Fill(tenths, T.CreateChecked(0.1));
        Reduce.Sum<T>(tenths, sum, 1, tenths.Length, 1, threads: 1);
        double expected = tenths.Length * double.CreateChecked(tenths[0]);
        Assert.That(double.CreateChecked(sum[0]), Is.EqualTo(expected).Within(52 * Epsilon * expected));
    }

    [TestCase(1, 700)]
    [TestCase(3, 100)]
    [TestCase(19, 40)]
    public void Not_a_number_reaches_its_own_result_alone(int inner, int length)
    {
        T[] source = Random(2 * length * inner), result = new T[2 * inner];
        source[(length / 2 * inner) + (inner - 1)] = T.NaN;
        foreach (Kernel kernel in new Kernel[] { Reduce.Sum, Reduce.Product, Reduce.Max, Reduce.Min })
        {
            kernel(source, result, 2, length, inner, 1);
            Assert.That(result.Select(T.IsNaN), Is.EqualTo(Enumerable.Range(0, 2 * inner).Select(i => i == inner - 1)));
        }
    }

    [Test]
    public void The_dot_product_agrees_with_the_sum_in_double()
    {
        foreach (int length in Enumerable.Range(0, 70).Concat([511, 513, 1025, 140_000]))
        {
            T[] x = Random(length + 1), y = Random(length + 1, seed: 2);
            (double sum, double size, double squares) = (0, 0, 0);
            for (int i = 1; i <= length; i++)
            {
                double term = double.CreateChecked(x[i]) * double.CreateChecked(y[i]);
                (sum, size) = (sum + term, size + Math.Abs(term));
                squares += double.CreateChecked(x[i]) * double.CreateChecked(x[i]);
            }

            // The oracle adds one after another: its own error is the larger part.
            double tolerance = (length + 1) * Math.ScaleB(1, -52);
            Assert.That(Reduce.Dot<T>(x.AsSpan(1), y.AsSpan(1), 1), Is.EqualTo(sum).Within(tolerance * size));
            Assert.That(Reduce.SumOfSquares<T>(x.AsSpan(1), 1), Is.EqualTo(squares).Within(tolerance * squares));
        }
    }

    [TestCaseSource(nameof(Inners))]
    public void The_cumulative_sum_agrees_with_the_loop_and_works_in_place(int inner)
    {
        foreach (int length in new[] { 0, 1, 2, 3, 17 })
        {
            T[] source = Random(2 * length * inner), forward = [.. source], reversed = new T[source.Length];
            CumulativeSum.Forward<T>(forward, forward, 2, length, inner, 1);
            CumulativeSum.Reversed<T>(source, reversed, 2, length, inner, 1);
            for (int row = 0; row < 2; row++)
            {
                for (int i = 0; i < inner; i++)
                {
                    (T up, T down) = (T.Zero, T.Zero);
                    for (int l = 0; l < length; l++)
                    {
                        int first = (((row * length) + l) * inner) + i;
                        int last = (((row * length) + length - 1 - l) * inner) + i;
                        (up, down) = (up + source[first], down + source[last]);
                        Assert.That((forward[first], reversed[last]), Is.EqualTo((up, down)));
                    }
                }
            }
        }
    }

    [Test]
    public void Wrong_lengths_are_refused() => Assert.That(
        () => Reduce.Sum<T>(new T[5], new T[2], 1, 3, 2, 1),
        Throws.ArgumentException.With.Message.Contains("Reduce: 'source.Length' is 5, expected 6"));

    private static void CheckAll(int outer, int length, int inner, int threads)
    {
        string sizes = $"({outer}, {length}, {inner})";
        T[] source = Random((outer * length * inner) + 1);
        (double[] sum, double[] size, double[] product, double[] max, double[] min) =
            Loop(source, outer, length, inner);
        double depth = 32 + Math.Log2(Math.Max(1, length));

        Check(Reduce.Sum, sum, i => depth * Epsilon * size[i]);
        Check(Reduce.Max, max, _ => 0);
        Check(Reduce.Min, min, _ => 0);

        // The numbers are 1 ± 0.5/length: a product below 2, each factor of which is rounded once in any order.
        for (int i = 0; i < source.Length; i++)
        {
            source[i] = T.One + (source[i] * T.CreateChecked(0.5 / Math.Max(1, length)));
        }

        product = Loop(source, outer, length, inner).Product;
        Check(Reduce.Product, product, i => (length + 1) * Epsilon * Math.Abs(product[i]));

        void Check(Kernel kernel, double[] expected, Func<int, double> tolerance)
        {
            // Off alignment, and with a margin that must stay as it is.
            T[] actual = new T[(outer * inner) + 2];
            actual[^1] = T.CreateChecked(77);
            kernel(source.AsSpan(1), actual.AsSpan(1, outer * inner), outer, length, inner, threads);
            for (int i = 0; i < expected.Length; i++)
            {
                double value = double.CreateChecked(actual[1 + i]);
                if (!(value == expected[i] || Math.Abs(value - expected[i]) <= tolerance(i)))
                {
                    Assert.Fail($"{kernel.Method.Name} {sizes} at {i}: {value}, expected {expected[i]}");
                }
            }

            Assert.That((actual[0], actual[^1]), Is.EqualTo((T.Zero, T.CreateChecked(77))));
        }
    }

    // source has one element more in front.
    private static (double[] Sum, double[] Size, double[] Product, double[] Max, double[] Min) Loop(
        T[] source, int outer, int length, int inner)
    {
        double[] sum = new double[outer * inner], size = new double[outer * inner], product = new double[outer * inner];
        double[] max = new double[outer * inner], min = new double[outer * inner], lost = new double[outer * inner];
        Array.Fill(product, 1);
        Array.Fill(max, double.NegativeInfinity);
        Array.Fill(min, double.PositiveInfinity);
        for (int n = 0; n < outer * length * inner; n++)
        {
            int i = (n / inner / length * inner) + (n % inner);
            double x = double.CreateChecked(source[1 + n]);
            (size[i], product[i]) = (size[i] + Math.Abs(x), product[i] * x);

            // Two-sum (Knuth): what each addition rounds away is kept, so that the judge's own error is one rounding.
            double next = sum[i] + x, part = next - sum[i];
            lost[i] += (sum[i] - (next - part)) + (x - part);
            sum[i] = next;
            (max[i], min[i]) = (Math.Max(max[i], x), Math.Min(min[i], x));
        }

        return ([.. sum.Zip(lost, (x, y) => x + y)], size, product, max, min);
    }

    private static T[] Random(int length, ulong seed = 1)
    {
        RandomSource random = new(seed);
        T[] values = new T[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = T.CreateChecked(random.NextDouble(-1, 1));
        }

        return values;
    }
}
