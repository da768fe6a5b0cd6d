using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The loops: every length, every offset, aliasing, and broadcast forms.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
internal sealed class ElementwiseTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly int Longest = (2 * Vector<T>.Count) + 1;

    [Test]
    public void Unary_gives_each_element_the_same_bits_at_every_length_and_offset()
    {
        T[] source = Random(Longest + 3, 1), expected = new T[source.Length];
        for (int i = 0; i < source.Length; i++)
        {
            expected[i] = new Silu<T>().Invoke(new Vector<T>(source[i]))[0];
        }

        for (int length = 0; length <= Longest; length++)
        {
            for (int offset = 0; offset < 3; offset++)
            {
                T[] target = new T[Longest + 4];
                target.AsSpan().Fill(T.NegativeOne);
                Elementwise.Unary(new Silu<T>(), source.AsSpan(offset, length), target.AsSpan(1, length));
                Assert.That(target.AsSpan(1, length).ToArray(), Is.EqualTo(expected.AsSpan(offset, length).ToArray()));
                Assert.That(target[0], Is.EqualTo(T.NegativeOne));
                Assert.That(target[length + 1], Is.EqualTo(T.NegativeOne), "nothing is written behind the end");
            }
        }
    }

    [Test]
    public void Unary_and_its_adjoint_may_write_onto_an_input([Values(1, 5, 16, 33)] int length)
    {
        T[] x = Random(length, 2), dy = Random(length, 3), y = new T[length], dx = new T[length];
        Elementwise.Unary(new GeluErf<T>(), x, y);
        Elementwise.UnaryAdjoint(new GeluErf<T>(), x, y, dy, dx);
        T[] inPlace = (T[])x.Clone(), onY = (T[])y.Clone(), onDy = (T[])dy.Clone(), onX = (T[])x.Clone();
        Elementwise.Unary(new GeluErf<T>(), inPlace, inPlace);
        Elementwise.UnaryAdjoint(new GeluErf<T>(), x, onY, dy, onY);
        Elementwise.UnaryAdjoint(new GeluErf<T>(), x, y, onDy, onDy);
        Elementwise.UnaryAdjoint(new GeluErf<T>(), onX, y, dy, onX);
        Assert.That(inPlace, Is.EqualTo(y));
        Assert.That(onY, Is.EqualTo(dx));
        Assert.That(onDy, Is.EqualTo(dx));
        Assert.That(onX, Is.EqualTo(dx));
    }

    [Test]
    public void Adjoint_of_a_unary_op_is_the_gradient_times_the_derivative()
    {
        for (int length = 0; length <= Longest; length++)
        {
            T[] x = Random(length, 4), y = new T[length], dy = Random(length, 5), dx = new T[length];
            Elementwise.Unary(new Square<T>(), x, y);
            Elementwise.UnaryAdjoint(new Square<T>(), x, y, dy, dx);
            for (int i = 0; i < length; i++)
            {
                Assert.That(y[i], Is.EqualTo(x[i] * x[i]));
                Assert.That(dx[i], Is.EqualTo(dy[i] * (x[i] + x[i])));
            }
        }
    }

    [Test]
    public void Binary_forms_and_their_adjoints_agree_with_the_scalar_formula_at_every_length()
    {
        Divide<T> op = new();
        for (int length = 0; length <= Longest; length++)
        {
            T[] a = Random(length, 6), b = Random(length, 7), dy = Random(length, 8), y = new T[length],
                d = new T[length];
            T s = T.CreateChecked(0.75);
            T[] all = new T[length];
            all.AsSpan().Fill(s);

            Elementwise.Binary(op, a, b, y);
            Check(y, i => op.Invoke(a[i], b[i]));
            Elementwise.BinaryAdjointLeft(op, a, b, y, dy, d);
            Check(d, i => dy[i] * op.DerivativeLeft(a[i], b[i], y[i]));
            Elementwise.BinaryAdjointRight(op, a, b, y, dy, d);
            Check(d, i => dy[i] * op.DerivativeRight(a[i], b[i], y[i]));

            Elementwise.BinaryLeftScalar(op, s, b, y);
            Check(y, i => op.Invoke(s, b[i]));
            Elementwise.BinaryLeftScalarAdjointLeft(op, s, b, y, dy, d);
            Check(d, i => dy[i] * op.DerivativeLeft(s, b[i], y[i]));
            Elementwise.BinaryLeftScalarAdjointRight(op, s, b, y, dy, d);
            Check(d, i => dy[i] * op.DerivativeRight(s, b[i], y[i]));

            Elementwise.BinaryRightScalar(op, a, s, y);
            Check(y, i => op.Invoke(a[i], s));
            Elementwise.BinaryRightScalarAdjointLeft(op, a, s, y, dy, d);
            Check(d, i => dy[i] * op.DerivativeLeft(a[i], s, y[i]));
            Elementwise.BinaryRightScalarAdjointRight(op, a, s, y, dy, d);
            Check(d, i => dy[i] * op.DerivativeRight(a[i], s, y[i]));

            T[] onA = (T[])a.Clone();
            Elementwise.Binary(op, onA, b, onA);
            Elementwise.Binary(op, a, b, y);
            Assert.That(onA, Is.EqualTo(y));
        }
    }

    [Test]
    public void Sums_differences_and_products_are_rounded_once_at_every_length_and_offset()
    {
        T[] a = Random((4 * Longest) + 2, 9), b = Random(a.Length, 10), y = new T[a.Length];
        (a[5], a[17], b[^3]) = (T.NaN, T.PositiveInfinity, T.NegativeInfinity);
        for (int length = 0; length <= 4 * Longest; length++)
        {
            int offset = length % 3;
            Span<T> target = y.AsSpan(1, length);
            Elementwise.Binary(new Add<T>(), a.AsSpan(offset, length), b.AsSpan(2, length), target);
            Check(target.ToArray(), i => a[offset + i] + b[2 + i]);
            Elementwise.Binary(new Subtract<T>(), a.AsSpan(offset, length), b.AsSpan(2, length), target);
            Check(target.ToArray(), i => a[offset + i] - b[2 + i]);
            Elementwise.Binary(new Multiply<T>(), a.AsSpan(offset, length), b.AsSpan(2, length), target);
            Check(target.ToArray(), i => a[offset + i] * b[2 + i]);
        }

        T[] onA = (T[])a.Clone(), onB = (T[])b.Clone();
        Elementwise.Binary(new Multiply<T>(), a, b, y);
        Elementwise.Binary(new Multiply<T>(), onA, b, onA);
        Elementwise.Binary(new Multiply<T>(), a, onB, onB);
        Assert.That(onA, Is.EqualTo(y));
        Assert.That(onB, Is.EqualTo(y));
    }

    [Test]
    public void Unequal_lengths_are_refused()
    {
        Assert.That(() => Elementwise.Unary(new Exp<T>(), new T[3], new T[2]), Throws.ArgumentException);
        Assert.That(() => Elementwise.Binary(new Add<T>(), new T[3], new T[2], new T[3]), Throws.ArgumentException);
        Assert.That(() => Elementwise.BinaryLeftScalar(new Add<T>(), T.One, new T[2], new T[3]),
            Throws.ArgumentException);
        Assert.That(
            () => Elementwise.UnaryAdjoint(new Exp<T>(), new T[3], new T[3], new T[2], new T[3]),
                Throws.ArgumentException);
    }

    private static T[] Random(int length, ulong seed)
    {
        RandomSource random = new(seed);
        T[] x = new T[length];
        for (int i = 0; i < length; i++)
        {
            x[i] = T.CreateChecked(random.NextDouble(-3.0, 3.0));
        }

        return x;
    }

    private static void Check(T[] got, Func<int, T> expected)
    {
        for (int i = 0; i < got.Length; i++)
        {
            Assert.That(got[i], Is.EqualTo(expected(i)), $"element {i} of {got.Length}");
        }
    }
}
