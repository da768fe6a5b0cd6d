using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Complex ops against System.Numerics.Complex or a formula in more digits, derivatives against
/// differences.</summary>
[TestFixture]
internal sealed class ComplexOpsTests
{
    private static IEnumerable<TestCaseData> Ops()
    {
        static TestCaseData Case<TSingle, TDouble>(TSingle single, TDouble wide, Func<Complex, Complex> f)
            where TSingle : struct, IComplexUnaryOp<float>
            where TDouble : struct, IComplexUnaryOp<double> =>
            new TestCaseData(single, wide, f).SetArgDisplayNames(typeof(TDouble).Name.Split('`')[0]);

        yield return Case(new ComplexSquare<float>(), new ComplexSquare<double>(), z => z * z);
        yield return Case(new ComplexReciprocal<float>(), new ComplexReciprocal<double>(), z => 1 / z);
        yield return Case(new ComplexExp<float>(), new ComplexExp<double>(), Complex.Exp);
        yield return Case(new ComplexLog<float>(), new ComplexLog<double>(), Complex.Log);
        yield return Case(new ComplexSqrt<float>(), new ComplexSqrt<double>(), Complex.Sqrt);
        yield return Case(new ComplexSin<float>(), new ComplexSin<double>(), Complex.Sin);
        yield return Case(new ComplexCos<float>(), new ComplexCos<double>(), Complex.Cos);
        yield return Case(new ComplexSinh<float>(), new ComplexSinh<double>(), Complex.Sinh);
        yield return Case(new ComplexCosh<float>(), new ComplexCosh<double>(), Complex.Cosh);
        yield return Case(new ComplexTanh<float>(), new ComplexTanh<double>(), Complex.Tanh);
        yield return Case(new ComplexSigmoid<float>(), new ComplexSigmoid<double>(), z => 1 / (1 + Complex.Exp(-z)));
        yield return Case(new Expm1OverX<float>(), new Expm1OverX<double>(), Phi1);
    }

    [TestCaseSource(nameof(Ops))]
    public void Op_agrees_with_its_formula_and_its_difference_quotient(
        IComplexUnaryOp<float> single, IComplexUnaryOp<double> wide, Func<Complex, Complex> f)
    {
        RandomSource random = new(5);
        for (int i = 0; i < 600; i++)
        {
            // Radii from 0.2 to 5, all directions; floats, so that both types see the same number.
            double radius = Math.Exp(random.NextDouble(-1.6, 1.6)), turn = random.NextDouble(-Math.PI, Math.PI);
            Complex z = new((float)(radius * Math.Cos(turn)), (float)(radius * Math.Sin(turn)));
            ComplexNumber<double> d = new(z.Real, z.Imaginary);
            ComplexNumber<float> s = new((float)z.Real, (float)z.Imaginary);
            Complex exact = f(z);

            // Conditioning: near a pole or a zero the rounding of intermediate results counts |z f'(z)| times.
            Complex slope = (Value(wide.Invoke(Add(d, 1e-5, 0))) - Value(wide.Invoke(Add(d, -1e-5, 0)))) / 2e-5;
            double size = Math.Max(exact.Magnitude, Math.Max(1, z.Magnitude) * slope.Magnitude);
            Near(Value(wide.Invoke(d)), exact, 4e-15 * size, $"scalar double at {z}");
            Near(Value(wide.Invoke(Lanes(d))), exact, 4e-15 * size, $"vector double at {z}");
            Near(Value(single.Invoke(s)), exact, 2e-6 * size, $"scalar float at {z}");
            Near(Value(single.Invoke(Lanes(s))), exact, 2e-6 * size, $"vector float at {z}");

            if (wide is ComplexLog<double> or ComplexSqrt<double> && Math.Abs(z.Imaginary) < 1e-4)
            {
                continue;
            }

            // Truncation is f''' h² / 6; near the poles f''' grows faster than f', hence the square.
            ComplexNumber<double> w = wide.Invoke(d);
            Complex derivative = Value(wide.Derivative(d, w));
            double room = 1e-8 * Math.Max(1, size * size * size);
            Near(derivative, slope, room, $"derivative at {z}");
            Complex across = (Value(wide.Invoke(Add(d, 0, 1e-5)))
                - Value(wide.Invoke(Add(d, 0, -1e-5)))) / new Complex(0, 2e-5);
            Near(derivative, across, room, $"derivative across at {z}");
            double slopeSize = derivative.Magnitude + (exact.Magnitude * exact.Magnitude) + 1;
            Near(Value(wide.Derivative(Lanes(d), Lanes(w))), derivative, 1e-14 * slopeSize,
                $"vector derivative at {z}");
            ComplexNumber<float> ws = new((float)w.Re, (float)w.Im);
            Near(Value(single.Derivative(s, ws)), derivative, 4e-6 * slopeSize, $"float derivative at {z}");
            Near(Value(single.Derivative(Lanes(s), Lanes(ws))), derivative, 4e-6 * slopeSize,
                $"float vector derivative at {z}");
        }
    }

    [Test]
    public void Phi1_and_its_derivative_keep_their_digits_from_1e_12_to_10()
    {
        RandomSource random = new(6);
        for (int i = 0; i < 500; i++)
        {
            double radius = Math.Exp(random.NextDouble(Math.Log(1e-12), Math.Log(10))),
                turn = random.NextDouble(-Math.PI, Math.PI);
            Complex z = new((float)(radius * Math.Cos(turn)), (float)(radius * Math.Sin(turn)));
            (Complex phi, Complex slope) = Series(z);
            ComplexNumber<double> d = new(z.Real, z.Imaginary);
            ComplexNumber<float> s = new((float)z.Real, (float)z.Imaginary);
            Expm1OverX<double> wide = new();
            Expm1OverX<float> single = new();
            double size = Math.Max(phi.Magnitude, Math.Exp(z.Real) * 0.1), slopeSize = size + slope.Magnitude;
            ComplexLanes<double> w = wide.Invoke(Lanes(d));
            Near(Value(w), phi, 2e-15 * size, $"{z}");
            Near(Value(wide.Invoke(d)), phi, 2e-15 * size, $"{z}");
            Near(Value(single.Invoke(Lanes(s))), phi, 1e-6 * size, $"{z}");
            Near(Value(single.Invoke(s)), phi, 1e-6 * size, $"{z}");
            Near(Value(wide.Derivative(Lanes(d), w)), slope, 4e-15 * slopeSize, $"slope at {z}");
            Near(Value(wide.Derivative(d, wide.Invoke(d))), slope, 4e-15 * slopeSize, $"slope at {z}");
            Near(Value(single.Derivative(Lanes(s), single.Invoke(Lanes(s)))), slope, 2e-6 * slopeSize, $"slope at {z}");
        }

        Assert.That(new Expm1OverX<double>().Invoke(default(ComplexNumber<double>)),
            Is.EqualTo(ComplexNumber<double>.One));
        Assert.That(new Expm1OverX<float>().Invoke(default(ComplexLanes<float>)), Is.EqualTo(ComplexLanes<float>.One));
    }

    [Test]
    public void Exponential_survives_extreme_real_parts_and_phases()
    {
        ComplexExp<double> wide = new();
        Near(Value(wide.Invoke(Lanes(new ComplexNumber<double>(-1000, 3)))), 0, 0, "far left");
        Near(Value(wide.Invoke(Lanes(new ComplexNumber<double>(double.NegativeInfinity, 3)))), 0, 0, "at −∞");

        // e^720 overflows, e^720 cos(π/2 as a double) does not: the cosine is 6.1e-17.
        Complex far = Value(wide.Invoke(Lanes(new ComplexNumber<double>(720, Math.PI / 2))));
        Assert.That(far.Real, Is.EqualTo(Math.Exp(360) * 6.123233995736766e-17 * Math.Exp(360)).Within(1e-13).Percent);
        Assert.That(far.Imaginary, Is.EqualTo(double.PositiveInfinity));
        foreach (double phase in new[] { 1e3, 1e6, 1e12, 1e18, 1e300 })
        {
            Complex w = Value(wide.Invoke(Lanes(new ComplexNumber<double>(-0.5, phase))));
            Near(w, Math.Exp(-0.5) * new Complex(Math.Cos(phase), Math.Sin(phase)), 4e-16, $"phase {phase}");
        }
    }

    [Test]
    public void Square_root_and_absolute_value_survive_extreme_sizes()
    {
        foreach (double size in new[] { 1e-320, 1e-308, 1e-200, 1.0, 1e200, 1.7e308 })
        {
            ComplexNumber<double> z = new(-0.6 * size, 0.8 * size);
            double length = new ComplexAbs<double>().Invoke(Lanes(z))[0];
            Assert.That(length, Is.EqualTo(size).Within(Math.Max(size * 4e-16, 1e-323)));
            Complex root = Value(new ComplexSqrt<double>().Invoke(Lanes(z)));

            // √(−0.6 + 0.8i) = √0.2 + i √0.8; a subnormal argument has few digits of its own.
            double room = size < 1e-310 ? 1e-3 : 1e-15;
            Near(root / Math.Sqrt(size), new Complex(Math.Sqrt(0.2), Math.Sqrt(0.8)), room, $"{size}");
        }

        Assert.That(new ComplexAbs<float>().Invoke(Lanes(new ComplexNumber<float>(float.NaN,
            float.NegativeInfinity)))[0], Is.EqualTo(float.PositiveInfinity));
        Assert.That(new ComplexAbs<float>().Invoke(default(ComplexLanes<float>))[0], Is.Zero);
    }

    [Test]
    public void Angle_has_the_signs_of_IEEE_754()
    {
        double[] parts = [0.0, -0.0, 1.0, -1.0, 3.5, -1e-300, 1e300, double.PositiveInfinity, double.NegativeInfinity,
            double.NaN];
        foreach (double y in parts)
        {
            foreach (double x in parts)
            {
                double angle = new ComplexAngle<double>().Invoke(Lanes(new ComplexNumber<double>(x, y)))[0],
                    exact = Math.Atan2(y, x);
                Assert.That(angle, Is.EqualTo(exact).Within(4.5e-16), $"({x}, {y})");
                Assert.That(double.IsNaN(exact) || double.IsNegative(angle) == double.IsNegative(exact),
                    $"sign at ({x}, {y})");
                float single = new ComplexAngle<float>().Invoke(Lanes(new ComplexNumber<float>((float)x, (float)y)))[0];
                Assert.That(single, Is.EqualTo((float)Math.Atan2((float)y, (float)x)).Within(2.4e-7f),
                    $"float ({x}, {y})");
            }
        }
    }

    // Σ z^n / (n + 1)! in 300 bits.
    private static (Complex Phi, Complex Slope) Series(Complex z)
    {
        VectorMathOracle oracle = new(1200);
        BigInteger re = oracle.Number(z.Real), im = oracle.Number(z.Imaginary), unit = oracle.Number(1.0);
        BigInteger powerRe = unit, powerIm = 0, factorial = 1, a = 0, b = 0, c = 0, d = 0;
        for (int n = 0; n < 90; n++)
        {
            // The power is z^n; the terms are z^n / (n + 1)! and (n + 1) z^n / (n + 2)!.
            factorial *= n + 1;
            a += powerRe / factorial;
            b += powerIm / factorial;
            c += (n + 1) * powerRe / (factorial * (n + 2));
            d += (n + 1) * powerIm / (factorial * (n + 2));
            (powerRe, powerIm) = (oracle.Multiply(powerRe, re) - oracle.Multiply(powerIm, im),
                oracle.Multiply(powerRe, im) + oracle.Multiply(powerIm, re));
        }

        return (new Complex(Round(a), Round(b)), new Complex(Round(c), Round(d)));

        static double Round(BigInteger x) => (double)(x >> 1000) / Math.Pow(2.0, 200);
    }

    private static Complex Phi1(Complex z) => Series(z).Phi;

    private static ComplexNumber<double> Add(ComplexNumber<double> z, double re, double im) =>
        new(z.Re + re, z.Im + im);

    private static ComplexLanes<TNumber> Lanes<TNumber>(ComplexNumber<TNumber> z)
        where TNumber : unmanaged, IFloatingPointIeee754<TNumber> =>
            new(new Vector<TNumber>(z.Re), new Vector<TNumber>(z.Im));

    private static Complex Value<TNumber>(ComplexNumber<TNumber> z)
        where TNumber : unmanaged, IFloatingPointIeee754<TNumber> =>
            new(double.CreateChecked(z.Re), double.CreateChecked(z.Im));

    private static Complex Value<TNumber>(ComplexLanes<TNumber> z)
        where TNumber : unmanaged, IFloatingPointIeee754<TNumber> =>
            new(double.CreateChecked(z.Re[0]), double.CreateChecked(z.Im[0]));

    private static void Near(Complex got, Complex expected, double tolerance, string where) =>
        Assert.That((got - expected).Magnitude, Is.LessThanOrEqualTo(tolerance), where);
}
