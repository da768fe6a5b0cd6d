using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>The planar loops at every length, against System.Numerics.Complex.</summary>
[TestFixture(typeof(float), 1e-6)]
[TestFixture(typeof(double), 2e-15)]
internal sealed class ComplexOpsLoopsTests<T>(double tolerance)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly int Longest = (2 * Vector<T>.Count) + 1;

    [Test]
    public void Products_and_quotients_in_all_forms()
    {
        for (int n = 0; n <= Longest; n++)
        {
            Pair a = new(n, 1), b = new(n, 2), y = new(n, 0);
            ComplexNumber<T> s = new(T.CreateChecked(0.75), T.CreateChecked(-1.25));
            Complex c = new(0.75, -1.25);
            ComplexElementwise.Multiply<T>(a.Planes, b.Planes, y.Planes);
            Check(y, i => a[i] * b[i]);
            ComplexElementwise.MultiplyLeftScalar(s, b.Planes, y.Planes);
            Check(y, i => c * b[i]);
            ComplexElementwise.MultiplyRightScalar(a.Planes, s, y.Planes);
            Check(y, i => a[i] * c);
            ComplexElementwise.MultiplyConjugate<T>(a.Planes, b.Planes, y.Planes);
            Check(y, i => Complex.Conjugate(a[i]) * b[i]);
            ComplexElementwise.MultiplyConjugateLeftScalar(s, b.Planes, y.Planes);
            Check(y, i => Complex.Conjugate(c) * b[i]);
            ComplexElementwise.MultiplyConjugateRightScalar(a.Planes, s, y.Planes);
            Check(y, i => Complex.Conjugate(a[i]) * c);
            ComplexElementwise.Divide<T>(a.Planes, b.Planes, y.Planes);
            Check(y, i => a[i] / b[i]);
            ComplexElementwise.DivideLeftScalar(s, b.Planes, y.Planes);
            Check(y, i => c / b[i]);
            ComplexElementwise.DivideRightScalar(a.Planes, s, y.Planes);
            Check(y, i => a[i] / c);
            ComplexElementwise.MultiplyReal(a.Planes, b.Re, y.Planes);
            Check(y, i => a[i] * b[i].Real);
            ComplexElementwise.MultiplyRealLeftScalar(s, b.Re, y.Planes);
            Check(y, i => c * b[i].Real);
            ComplexElementwise.MultiplyRealRightScalar(a.Planes, T.CreateChecked(0.75), y.Planes);
            Check(y, i => a[i] * 0.75);
            y.Im.AsSpan().Clear();
            ComplexElementwise.RealOfMultiplyConjugate<T>(a.Planes, b.Planes, y.Re);
            Check(y, i => (Complex.Conjugate(a[i]) * b[i]).Real);
        }
    }

    [Test]
    public void Unary_and_real_valued_functions_with_their_adjoints()
    {
        for (int n = 0; n <= Longest; n++)
        {
            Pair x = new(n, 3), y = new(n, 0), dy = new(n, 4), dx = new(n, 0);
            ComplexElementwise.Unary<T, ComplexExp<T>>(default, x.Planes, y.Planes);
            Check(y, i => Complex.Exp(x[i]));
            ComplexElementwise.UnaryAdjoint<T, ComplexExp<T>>(default, x.Planes, y.Planes, dy.Planes, dx.Planes);
            Check(dx, i => Complex.Conjugate(Complex.Exp(x[i])) * dy[i]);

            Pair r = new(n, 0);
            ComplexElementwise.Abs<T>(x.Planes, r.Re);
            Check(r, i => x[i].Magnitude);
            ComplexElementwise.ToRealAdjoint<T, ComplexAbs<T>>(default, x.Planes, r.Re, dy.Re, dx.Planes);
            Check(dx, i => dy[i].Real * x[i] / x[i].Magnitude);
            ComplexElementwise.AbsSquared<T>(x.Planes, r.Re);
            Check(r, i => x[i].Magnitude * x[i].Magnitude);
            ComplexElementwise.ToRealAdjoint<T, ComplexAbsSquared<T>>(default, x.Planes, r.Re, dy.Re, dx.Planes);
            Check(dx, i => 2 * dy[i].Real * x[i]);
            ComplexElementwise.Angle<T>(x.Planes, r.Re);
            Check(r, i => x[i].Phase);
            ComplexElementwise.ToRealAdjoint<T, ComplexAngle<T>>(default, x.Planes, r.Re, dy.Re, dx.Planes);
            Check(dx, i => dy[i].Real * Complex.ImaginaryOne * x[i] / (x[i].Magnitude * x[i].Magnitude));
        }
    }

    [Test]
    public void Bits_do_not_depend_on_position_and_outputs_may_be_inputs()
    {
        Pair x = new(Longest, 5), all = new(Longest, 0), other = new(Longest, 6), quotient = new(Longest, 0);
        ComplexElementwise.Unary<T, ComplexTanh<T>>(default, x.Planes, all.Planes);
        ComplexElementwise.Divide<T>(x.Planes, other.Planes, quotient.Planes);
        for (int start = 0; start < Longest; start++)
        {
            Pair copy = new(Longest, 5), onto = new(Longest, 5);
            Planar<T> part = copy.Planes.Slice(start, Longest - start);
            ComplexElementwise.Unary<T, ComplexTanh<T>>(default, part, part);
            Assert.That(part.Re.ToArray(), Is.EqualTo(all.Re[start..]));
            Assert.That(part.Im.ToArray(), Is.EqualTo(all.Im[start..]));
            Planar<T> rest = onto.Planes.Slice(start, Longest - start);
            ComplexElementwise.Divide<T>(rest, other.Planes.Slice(start, Longest - start), rest);
            Assert.That(rest.Re.ToArray(), Is.EqualTo(quotient.Re[start..]));
            Assert.That(rest.Im.ToArray(), Is.EqualTo(quotient.Im[start..]));
        }
    }

    [Test]
    public void Quotients_do_not_overflow_on_the_way()
    {
        T huge = T.CreateChecked(typeof(T) == typeof(float) ? 1e38 : 1e308), tiny = T.One / huge;
        Pair y = new(1, 0);
        foreach (T size in new[] { huge, tiny })
        {
            T[] plane = [size];
            ComplexElementwise.Divide<T>(new Planar<T>(plane, plane), new Planar<T>(plane, plane), y.Planes);
            Check(y, _ => Complex.One);
        }
    }

    [Test]
    public void Unequal_lengths_are_refused()
    {
        Pair two = new(2, 1), three = new(3, 1);
        Assert.That(() => ComplexElementwise.Multiply<T>(two.Planes, three.Planes, two.Planes),
            Throws.ArgumentException);
        Assert.That(() => ComplexElementwise.Abs<T>(two.Planes, three.Re), Throws.ArgumentException);
        Assert.That(() => ComplexElementwise.Unary<T, ComplexExp<T>>(default, two.Planes, three.Planes),
            Throws.ArgumentException);
    }

    private void Check(Pair got, Func<int, Complex> expected)
    {
        for (int i = 0; i < got.Re.Length; i++)
        {
            Complex exact = expected(i);
            Assert.That((got[i] - exact).Magnitude, Is.LessThanOrEqualTo(tolerance * (1 + exact.Magnitude)),
                $"{i} of {got.Re.Length}");
        }
    }

    private sealed class Pair
    {
        public Pair(int length, ulong seed)
        {
            (Re, Im) = (new T[length], new T[length]);
            RandomSource random = new(seed);
            for (int i = 0; seed > 0 && i < length; i++)
            {
                Re[i] = T.CreateChecked(random.NextDouble(-2.0, 2.0));
                Im[i] = T.CreateChecked(random.NextDouble(0.5, 2.0));
            }
        }

        public T[] Re { get; }

        public T[] Im { get; }

        public Planar<T> Planes => new(Re, Im);

        public Complex this[int i] => new(double.CreateChecked(Re[i]), double.CreateChecked(Im[i]));
    }
}
