using System.Numerics;
using Ssm.Kernels;
using Ssm.Kernels.Gpu;

namespace Ssm.Tests.Kernels;

/// <summary>The functions of a device's threads, over the whole range of their type, to the accuracy that their
/// comments state. They run here on the host, where no product and sum are fused.</summary>
[TestFixture]
internal sealed class DeviceMathTests
{
    private static readonly VectorMathOracle Oracle = VectorMathOracle.Standard;

    private static readonly double[] Special =
    [
        0.0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1.0, -1.0, 0.5, 2.0, -3.0, 5e-324,
        1e-45, float.MaxValue, double.MaxValue,
    ];

    private static IEnumerable<TestCaseData> Functions()
    {
        static TestCaseData Case(string name, double bound, Func<float, float> f, Func<double, double> g) =>
            new TestCaseData(name, bound, f, g).SetArgDisplayNames(name);

        yield return Case("Exp", 1.1, DeviceMath.Exp, DeviceMath.Exp);
        yield return Case("Expm1", 2.0, DeviceMath.Expm1, DeviceMath.Expm1);
        yield return Case("Log", 1.0, DeviceMath.Log, DeviceMath.Log);
        yield return Case("Log2", 2.0, DeviceMath.Log2, DeviceMath.Log2);
        yield return Case("Log1p", 2.0, DeviceMath.Log1p, DeviceMath.Log1p);
        yield return Case("Sin", 1.5, DeviceMath.Sin, DeviceMath.Sin);
        yield return Case("Cos", 1.5, DeviceMath.Cos, DeviceMath.Cos);
        yield return Case("Tanh", 2.0, DeviceMath.Tanh, DeviceMath.Tanh);
        yield return Case("Sinh", 2.5, DeviceMath.Sinh, DeviceMath.Sinh);
        yield return Case("Cosh", 2.0, DeviceMath.Cosh, DeviceMath.Cosh);
        yield return Case("Asinh", 2.0, DeviceMath.Asinh, DeviceMath.Asinh);
        yield return Case("Atan", 2.5, DeviceMath.Atan, DeviceMath.Atan);
        yield return Case("Sigmoid", 2.5, DeviceMath.Sigmoid, DeviceMath.Sigmoid);
        yield return Case("Softplus", 3.0, DeviceMath.Softplus, DeviceMath.Softplus);
        yield return Case("Erf", 3.0, DeviceMath.Erf, DeviceMath.Erf);
        yield return Case("Phi", 4.0, DeviceMath.Phi, DeviceMath.Phi);
    }

    [TestCaseSource(nameof(Functions))]
    public void Functions_are_as_accurate_as_stated(
        string name, double bound, Func<float, float> f, Func<double, double> g)
    {
        ElementaryFunction exact = ElementaryFunctions.Named(name);
        exact.CheckFloats(x => EachLane(x, f), bound);
        exact.CheckDoubles(x => EachLane(x, g), bound);
    }

    [Test]
    public void Powers_are_within_an_ulp()
    {
        RandomSource random = new(3);
        double worst = 0.0, at = 0.0, worstSingle = 0.0;
        for (int i = 0; i < 1500; i++)
        {
            // Half of the results are as large or small as a double can be: there the logarithm's error counts most.
            double x = Math.Exp(6.0 * ((2.0 * random.NextDouble()) - 1.0));
            double reach = 740.0 * ((2.0 * random.NextDouble()) - 1.0), y = reach / Math.Log(x);
            BigInteger exact = Oracle.Exp(Oracle.Multiply(Oracle.Number(y), Oracle.Log(Oracle.Number(x))));
            double error = Oracle.Ulps(DeviceMath.Pow(x, y), exact);
            if (!(error <= worst) && reach < 709.0)
            {
                (worst, at) = (error, x);
            }

            float a = (float)x, b = (float)(y / 10.0);
            worstSingle = Math.Max(worstSingle, ElementaryFunction.Ulps(DeviceMath.Pow(a, b), Math.Pow(a, b)));
        }

        TestContext.Out.WriteLine($"{worst:F3} ulp at {at:R}; float {worstSingle:F3}");
        Assert.Multiple(() =>
        {
            Assert.That(worst, Is.LessThanOrEqualTo(1.0), $"at {at:R}");
            Assert.That(worstSingle, Is.LessThanOrEqualTo(0.51));
        });
    }

    [Test]
    public void Special_numbers_give_what_the_vector_functions_give()
    {
        Assert.Multiple(() =>
        {
            foreach (double x in Special)
            {
                Check(nameof(Math.Exp), x, DeviceMath.Exp, DeviceMath.Exp, VectorMath.Exp, VectorMath.Exp);
                Check("Expm1", x, DeviceMath.Expm1, DeviceMath.Expm1, VectorMath.Expm1, VectorMath.Expm1);
                Check(nameof(Math.Log), x, DeviceMath.Log, DeviceMath.Log, VectorMath.Log, VectorMath.Log);
                Check(nameof(Math.Log2), x, DeviceMath.Log2, DeviceMath.Log2, VectorMath.Log2, VectorMath.Log2);
                Check("Log1p", x, DeviceMath.Log1p, DeviceMath.Log1p, VectorMath.Log1p, VectorMath.Log1p);
                Check(nameof(Math.Sin), x, DeviceMath.Sin, DeviceMath.Sin, VectorMath.Sin, VectorMath.Sin);
                Check(nameof(Math.Cos), x, DeviceMath.Cos, DeviceMath.Cos, VectorMath.Cos, VectorMath.Cos);
                Check(nameof(Math.Tanh), x, DeviceMath.Tanh, DeviceMath.Tanh, VectorMath.Tanh, VectorMath.Tanh);
                Check(nameof(Math.Sinh), x, DeviceMath.Sinh, DeviceMath.Sinh, VectorMath.Sinh, VectorMath.Sinh);
                Check(nameof(Math.Cosh), x, DeviceMath.Cosh, DeviceMath.Cosh, VectorMath.Cosh, VectorMath.Cosh);
                Check(nameof(Math.Asinh), x, DeviceMath.Asinh, DeviceMath.Asinh, VectorMath.Asinh, VectorMath.Asinh);
                Check(nameof(Math.Atan), x, DeviceMath.Atan, DeviceMath.Atan, VectorMath.Atan, VectorMath.Atan);
                Check("Sigmoid", x, DeviceMath.Sigmoid, DeviceMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid);
                Check("Softplus", x, DeviceMath.Softplus, DeviceMath.Softplus, VectorMath.Softplus,
                    VectorMath.Softplus);
                Check("Erf", x, DeviceMath.Erf, DeviceMath.Erf, VectorMath.Erf, VectorMath.Erf);
                Check("Phi", x, DeviceMath.Phi, DeviceMath.Phi, VectorMath.Phi, VectorMath.Phi);
            }
        });
    }

    [Test]
    public void Special_pairs_give_what_the_library_gives()
    {
        Assert.Multiple(() =>
        {
            foreach (double x in Special)
            {
                foreach (double y in (double[])[.. Special, 3.0, 0.5, -2.0, 1e17, -1e17])
                {
                    string pair = $"{x:R}, {y:R}";
                    Assert.That(Same(DeviceMath.Pow(x, y), Math.Pow(x, y)), $"Pow {pair}");
                    Assert.That(Same(DeviceMath.Atan2(x, y), Math.Atan2(x, y)), $"Atan2 {pair}");
                    Assert.That(Same(DeviceMath.Max(x, y), Math.Max(x, y)), $"Max {pair}");
                    Assert.That(Same(DeviceMath.Min(x, y), Math.Min(x, y)), $"Min {pair}");
                    Assert.That(Same(DeviceMath.CopySign(x, y), Math.CopySign(x, y)), $"CopySign {pair}");
                    float a = (float)x, b = (float)y;
                    Assert.That(Same(DeviceMath.Pow(a, b), MathF.Pow(a, b)), $"Pow {pair}, float");
                    Assert.That(Same(DeviceMath.Atan2(a, b), MathF.Atan2(a, b)), $"Atan2 {pair}, float");
                    Assert.That(Same(DeviceMath.Max(a, b), MathF.Max(a, b)), $"Max {pair}, float");
                    Assert.That(Same(DeviceMath.Min(a, b), MathF.Min(a, b)), $"Min {pair}, float");
                    Assert.That(Same(DeviceMath.CopySign(a, b), MathF.CopySign(a, b)), $"CopySign {pair}, float");
                }
            }
        });
    }

    [Test]
    public void The_angle_of_a_point_is_within_three_ulp()
    {
        RandomSource random = new(4);
        double worst = 0.0;
        for (int i = 0; i < 100000; i++)
        {
            float y = (float)Math.Sinh(20.0 * ((2.0 * random.NextDouble()) - 1.0));
            float x = (float)Math.Sinh(20.0 * ((2.0 * random.NextDouble()) - 1.0));
            worst = Math.Max(worst, ElementaryFunction.Ulps(DeviceMath.Atan2(y, x), Math.Atan2(y, x)));
        }

        TestContext.Out.WriteLine($"{worst:F3} ulp");
        Assert.That(worst, Is.LessThanOrEqualTo(3.0));
    }

    private static void Check(
        string name, double x, Func<float, float> f, Func<double, double> g, Func<Vector<float>, Vector<float>> vectorF,
        Func<Vector<double>, Vector<double>> vectorG)
    {
        Assert.That(Same(f((float)x), vectorF(new Vector<float>((float)x))[0]), $"{name}({x:R}), float");
        Assert.That(Same(g(x), vectorG(new Vector<double>(x))[0]), $"{name}({x:R})");
    }

    // Zeros with their signs, infinities and what is no number exactly; others within four ulp of a float.
    private static bool Same(double a, double b) =>
        double.IsNaN(a) ? double.IsNaN(b)
        : a == b ? double.IsNegative(a) == double.IsNegative(b)
        : Math.Abs(a - b) <= 5e-7 * Math.Abs(b);

    private static Vector<T> EachLane<T>(Vector<T> x, Func<T, T> f)
    {
        for (int i = 0; i < Vector<T>.Count; i++)
        {
            x = x.WithElement(i, f(x[i]));
        }

        return x;
    }
}
