using System.Numerics;
using MathNet.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Every function over the whole range of its type, to the accuracy that its comment states.</summary>
[TestFixture]
internal sealed class VectorMathTests
{
    private static readonly VectorMathOracle Oracle = VectorMathOracle.Standard;

    private static IEnumerable<TestCaseData> Singles()
    {
        static TestCaseData Case(string name, double bound, Func<Vector<float>, Vector<float>> f, Func<double,
            double> oracle) =>
            new TestCaseData(bound, f, oracle).SetArgDisplayNames(name);

        yield return Case("Exp", 1.1, VectorMath.Exp, Math.Exp);
        yield return Case("Expm1", 1.7, VectorMath.Expm1, Expm1);
        yield return Case("Log", 2.0, VectorMath.Log, Math.Log);
        yield return Case("Log2", 4.0, VectorMath.Log2, Math.Log2);
        yield return Case("Log1p", 2.5, VectorMath.Log1p, Log1p);
        yield return Case("Sin", 1.5, VectorMath.Sin, Math.Sin);
        yield return Case("Cos", 1.5, VectorMath.Cos, Math.Cos);
        yield return Case("SinCos, sine", 1.5, x => VectorMath.SinCos(x).Sin, Math.Sin);
        yield return Case("SinCos, cosine", 1.5, x => VectorMath.SinCos(x).Cos, Math.Cos);
        yield return Case("Tanh", 2.5, VectorMath.Tanh, Math.Tanh);
        yield return Case("Sinh", 2.5, VectorMath.Sinh, Math.Sinh);
        yield return Case("Cosh", 2.0, VectorMath.Cosh, Math.Cosh);
        yield return Case("Asinh", 3.0, VectorMath.Asinh, Math.Asinh);
        yield return Case("Atan", 2.5, VectorMath.Atan, Math.Atan);
        yield return Case("Sigmoid", 2.5, VectorMath.Sigmoid, x => 1.0 / (1.0 + Math.Exp(-x)));
        yield return Case("Softplus", 3.5, VectorMath.Softplus, x => x > 20.0 ? x : Log1p(Math.Exp(x)));
        yield return Case("Erf", 3.0, VectorMath.Erf, SpecialFunctions.Erf);
        yield return Case("Gelu", 4.0, default(GeluErf<float>).Invoke,
            x => 0.5 * x * SpecialFunctions.Erfc(-x / Math.Sqrt(2.0)));
        yield return Case("Phi", 4.0, VectorMath.Phi, x => 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2.0)));
    }

    private static IEnumerable<TestCaseData> Doubles()
    {
        static TestCaseData Case(
            string name, double bound, Func<Vector<double>, Vector<double>> f, Func<double, BigInteger> oracle,
                double low, double high) =>
            new TestCaseData(bound, f, oracle, low, high).SetArgDisplayNames(name);

        BigInteger one = Oracle.Number(1.0), half = Oracle.Number(0.5);
        BigInteger Exp(double x) => Oracle.Exp(Oracle.Number(x));
        yield return Case("Exp", 1.1, VectorMath.Exp, Exp, -750.0, 710.0);
        yield return Case("Expm1", 1.7, VectorMath.Expm1, x => Exp(x) - one, -750.0, 710.0);
        yield return Case("Log", 2.0, VectorMath.Log, x => Oracle.Log(Oracle.Number(x)), 0.0, double.MaxValue);
        yield return Case("Log2", 4.0, VectorMath.Log2,
            x => Oracle.Divide(Oracle.Log(Oracle.Number(x)), Oracle.Log(2 * one)), 0.0, double.MaxValue);
        yield return Case("Log1p", 2.5, VectorMath.Log1p, x => Oracle.Log(one + Oracle.Number(x)), -1.0,
            double.MaxValue);
        yield return Case("Sin", 1.5, VectorMath.Sin, x => Oracle.SinCos(Oracle.Number(x)).Sin, -double.MaxValue,
            double.MaxValue);
        yield return Case("Cos", 1.5, VectorMath.Cos, x => Oracle.SinCos(Oracle.Number(x)).Cos, -double.MaxValue,
            double.MaxValue);
        yield return Case("SinCos, sine", 1.5, x => VectorMath.SinCos(x).Sin, x => Oracle.SinCos(Oracle.Number(x)).Sin,
            -double.MaxValue, double.MaxValue);
        yield return Case("SinCos, cosine", 1.5, x => VectorMath.SinCos(x).Cos,
            x => Oracle.SinCos(Oracle.Number(x)).Cos, -double.MaxValue, double.MaxValue);
        yield return Case("Tanh", 2.5, VectorMath.Tanh, x => Oracle.Divide(Exp(2.0 * x) - one, Exp(2.0 * x) + one),
            -300.0, 300.0);
        yield return Case("Sinh", 2.5, VectorMath.Sinh, x => (Exp(x) - Exp(-x)) >> 1, -711.0, 711.0);
        yield return Case("Cosh", 2.0, VectorMath.Cosh, x => (Exp(x) + Exp(-x)) >> 1, -711.0, 711.0);
        yield return Case("Asinh", 3.0, VectorMath.Asinh, Asinh, -double.MaxValue, double.MaxValue);
        yield return Case("Atan", 2.5, VectorMath.Atan, Oracle.Atan, -1e300, 1e300);
        yield return Case("Sigmoid", 2.5, VectorMath.Sigmoid, x => Oracle.Divide(one, one + Exp(-x)), -740.0, 740.0);
        yield return Case("Softplus", 3.5, VectorMath.Softplus, x => Oracle.Log(one + Exp(x)), -740.0, 20.0);
        yield return Case("Erf", 3.0, VectorMath.Erf, x => Oracle.Erf(Oracle.Number(x)), -6.5, 6.5);
        VectorMathOracle tail = new(2400);
        yield return Case("Phi", 4.0, VectorMath.Phi,
            x => ((tail.Number(1.0) + tail.Erf(tail.Divide(tail.Number(x), tail.Sqrt(tail.Number(2.0))))) >> 1) >> 1000,
                -38.4, 8.0);

        BigInteger Asinh(double x)
        {
            BigInteger size = BigInteger.Abs(Oracle.Number(x));
            BigInteger y = Oracle.Log(size + Oracle.Sqrt(one + Oracle.Multiply(size, size)));
            return x < 0.0 ? -y : y;
        }
    }

    [TestCaseSource(nameof(Singles))]
    public void Float_functions_are_as_accurate_as_stated(
        double bound, Func<Vector<float>, Vector<float>> f, Func<double, double> oracle)
    {
        RandomSource random = new(1);
        double worst = 0.0;
        float at = 0.0f;
        float[] x = new float[Vector<float>.Count];
        for (int exponent = 0; exponent < 255; exponent++)
        {
            for (int repeat = 0; repeat < (exponent is > 110 and < 140 ? 4000 : 160); repeat += x.Length)
            {
                for (int i = 0; i < x.Length; i++)
                {
                    ulong word = (random.NextUInt64() & 0x807FFFFF) | ((ulong)exponent << 23);
                    x[i] = BitConverter.UInt32BitsToSingle((uint)word);
                }

                Vector<float> y = f(new Vector<float>(x));
                for (int i = 0; i < x.Length; i++)
                {
                    double error = Ulps(y[i], oracle(x[i]));
                    if (!(error <= worst))
                    {
                        worst = error;
                        at = x[i];
                    }
                }
            }
        }

        TestContext.Out.WriteLine($"{worst:F3} ulp at {at:R}");
        Assert.That(worst, Is.LessThanOrEqualTo(bound), $"at {at:R}");
    }

    [TestCaseSource(nameof(Doubles))]
    public void Double_functions_are_as_accurate_as_stated(
        double bound, Func<Vector<double>, Vector<double>> f, Func<double, BigInteger> oracle, double low, double high)
    {
        RandomSource random = new(2);
        double worst = 0.0, at = 0.0;
        for (int i = 0; i < 80; i++)
        {
            // Half of the samples are uniform over the moderate part of the range, half over all its exponents.
            double x = i % 2 == 0
                ? random.NextDouble(Math.Max(low, -40.0), Math.Min(high, 40.0))
                : Math.CopySign(Math.Exp(random.NextDouble(-40.0, Math.Log(Math.Max(-low, high)))),
                    random.NextDouble() - 0.5);
            if (x <= low || x > high)
            {
                continue;
            }

            double error = Oracle.Ulps(f(new Vector<double>(x))[0], oracle(x));
            if (!(error <= worst))
            {
                (worst, at) = (error, x);
            }
        }

        TestContext.Out.WriteLine($"{worst:F3} ulp at {at:R}");
        Assert.That(worst, Is.LessThanOrEqualTo(bound), $"at {at:R}");
    }

    [Test]
    public void Tanh_stays_within_one_and_softplus_of_floats_is_the_argument_above_twenty()
    {
        for (int i = 0; i < 100000; i += Vector<float>.Count)
        {
            Vector<float> x = new(7.0f + (i * 1e-4f)), y = VectorMath.Tanh(x);
            Assert.That(y[0], Is.LessThanOrEqualTo(1.0f), $"tanh {x[0]:R}");
            Vector<float> above = new(MathF.BitIncrement(20.0f) + (i * 1e-3f));
            Assert.That(VectorMath.Softplus(above)[0], Is.EqualTo(above[0]));
        }
    }

    private static double Ulps(float got, double exact)
    {
        float nearest = (float)exact;
        if (float.IsNaN(nearest) || float.IsInfinity(nearest) || float.IsNaN(got) || float.IsInfinity(got))
        {
            // Next to the overflow the last finite number is as near as infinity.
            bool same = nearest.Equals(got) || (MathF.Abs(got) >= float.MaxValue && Math.Abs(exact) >= float.MaxValue);
            return same ? 0.0 : double.PositiveInfinity;
        }

        float size = MathF.Abs(nearest);
        return Math.Abs(got - exact) / Math.Max((double)MathF.BitIncrement(size) - size, float.Epsilon);
    }

    private static double Expm1(double x) =>
        Math.Abs(x) < 1e-4 ? x + (x * x / 2.0) + (x * x * x / 6.0) : Math.Exp(x) - 1.0;

    private static double Log1p(double x) =>
        Math.Abs(x) < 1e-5 ? x - (x * x / 2.0) + (x * x * x / 3.0) : Math.Log(1.0 + x);
}
