using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The product with a bias and a function after it, against its parts one after the other.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class MatMulAffineTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private delegate void Check(MatMulShape shape, bool bias, int threads);

    // A shape for every path: no terms, one row, few rows in parts of the depth, one column, small, packed with edges
    // on both sides, packed with several parts of the depth, cut in depth.
    private static IEnumerable<MatMulShape> Shapes() =>
        from shape in new MatMulShape[]
        {
            new(3, 5, 0), new(0, 3, 2), new(1, 37, 50), new(3, 100, 301), new(2, 2100, 40), new(70, 1, 33),
            new(5, 7, 9), new(41, 83, 65), new(60, 40, 700), new(17, 9, 5000),
        }
        from transposed in new[] { false, true }
        select shape with { TransposeLeft = transposed, TransposeRight = !transposed };

    private static Check[] Activations() =>
    [
        Agrees<Identity<T>>, Agrees<Relu<T>>, Agrees<Silu<T>>, Agrees<GeluErf<T>>, Agrees<GeluTanh<T>>,
        Agrees<Sigmoid<T>>, Agrees<Tanh<T>>,
    ];

    [TestCaseSource(nameof(Shapes))]
    public void Bias_and_activation_are_those_of_the_separate_steps(MatMulShape shape)
    {
        foreach (Check check in Activations())
        {
            check(shape, bias: true, threads: 2);
            check(shape, bias: false, threads: 1);
        }
    }

    [Test]
    public void An_op_with_parameters_keeps_them()
    {
        T[] x = [-T.One, T.One], c = new T[1], doubled = new T[1];
        MatMul.Affine<T, Scale<T>>(x, x, [T.One], new Scale<T>(T.CreateChecked(3)), c, new MatMulShape(1, 1, 2), 1);
        Assert.That(c[0], Is.EqualTo(T.CreateChecked(9)));
        MatMul.Affine<T, Scale<T>>(x, x, [], new Scale<T>(T.CreateChecked(-2)), doubled, new MatMulShape(1, 1, 2), 1);
        Assert.That(doubled[0], Is.EqualTo(T.CreateChecked(-4)));
    }

    [Test]
    public void The_bits_do_not_depend_on_the_threads()
    {
        foreach (MatMulShape shape in Shapes())
        {
            T[] expected = Affine<Silu<T>>(shape, bias: true, threads: 1);
            foreach (int threads in new[] { 2, 3, 8 })
            {
                Assert.That(Affine<Silu<T>>(shape, true, threads).SequenceEqual(expected), Is.True, $"{shape}");
            }
        }
    }

    [Test]
    public void A_bias_that_is_not_a_number_stays_in_its_column()
    {
        foreach (MatMulShape shape in Shapes())
        {
            T[] clean = Affine<Tanh<T>>(shape, bias: true, threads: 1);
            T[] actual = Affine<Tanh<T>>(shape, bias: true, threads: 1, poisoned: true);
            for (int i = 0; i < actual.Length; i++)
            {
                T expected = i % shape.N == shape.N - 1 ? T.NaN : clean[i];
                Assert.That(actual[i], Is.EqualTo(expected), $"{shape} at {i}");
            }
        }
    }

    [Test]
    public void A_bias_of_another_length_is_refused()
    {
        T[] x = new T[4];
        Assert.That(
            () => MatMul.Affine<T, Relu<T>>(x, x, new T[3], default, new T[4], new MatMulShape(2, 2, 2), 1),
            Throws.ArgumentException.With.Message.Contains("MatMul: 'bias.Length' is 3, expected 2"));
    }

    [Test]
    public void Nothing_is_allocated_once_the_buffers_are_there()
    {
        MatMulShape shape = new(50, 40, 70);
        T[] a = new T[50 * 70], b = new T[70 * 40], bias = new T[40], c = new T[50 * 40];
        for (int i = 0; i < 3; i++)
        {
            MatMul.Affine<T, Relu<T>>(a, b, bias, default, c, shape, threads: 1);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        MatMul.Affine<T, Relu<T>>(a, b, bias, default, c, shape, threads: 1);
        MatMul.Multiply<T>(a.AsSpan(0, 70), b, c.AsSpan(0, 40), new MatMulShape(1, 40, 70), false, threads: 1);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Agrees<TOp>(MatMulShape shape, bool bias, int threads)
        where TOp : unmanaged, IUnaryOp<T>
    {
        T[] expected = Affine<Identity<T>>(shape, bias: false, threads);
        T[] added = Bias(shape);
        for (int i = 0; bias && i < expected.Length; i++)
        {
            expected[i] += added[i % shape.N];
        }

        Elementwise.Unary<T, TOp>(default, expected, expected);
        Assert.That(Affine<TOp>(shape, bias, threads), Is.EqualTo(expected), $"{shape} {typeof(TOp).Name}");
    }

    private static T[] Affine<TOp>(MatMulShape shape, bool bias, int threads, bool poisoned = false)
        where TOp : unmanaged, IUnaryOp<T>
    {
        RandomSource random = new(3);
        T[] a = Values(random, shape.M * shape.K), b = Values(random, shape.K * shape.N), added = Bias(shape);
        if (poisoned)
        {
            added[^1] = T.NaN;
        }

        T[] c = new T[shape.M * shape.N];
        MatMul.Affine<T, TOp>(a, b, bias ? added : [], default, c, shape, threads);
        return c;
    }

    private static T[] Bias(MatMulShape shape) => Values(new RandomSource(4), shape.N);

    private static T[] Values(RandomSource random, int length)
    {
        T[] values = new T[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = T.CreateChecked(random.NextDouble(-1, 1));
        }

        return values;
    }
}
