using System.Numerics;
using MathNet.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Every op: both forms against a formula in double, derivatives against differences, special
/// values.</summary>
[TestFixture]
internal sealed class ElementwiseOpsTests
{
    private const double Inf = double.PositiveInfinity;

    private static IEnumerable<TestCaseData> Unary()
    {
        static TestCaseData Case<TSingle,
            TDouble>(TSingle single, TDouble wide, Func<double, double> f, double low, double high)
            where TSingle : struct, IUnaryOp<float>
            where TDouble : struct, IUnaryOp<double> =>
            new TestCaseData(single, wide, f, low, high).SetArgDisplayNames(typeof(TDouble).Name.Split('`')[0]);

        yield return Case(new Negate<float>(), new Negate<double>(), x => -x, -9, 9);
        yield return Case(new Abs<float>(), new Abs<double>(), Math.Abs, -9, 9);
        yield return Case(new Sign<float>(), new Sign<double>(), x => Math.Sign(x), -9, 9);
        yield return Case(new Floor<float>(), new Floor<double>(), Math.Floor, -9, 9);
        yield return Case(new Square<float>(), new Square<double>(), x => x * x, -9, 9);
        yield return Case(new Sqrt<float>(), new Sqrt<double>(), Math.Sqrt, 0.1, 90);
        yield return Case(new Rsqrt<float>(), new Rsqrt<double>(), x => 1 / Math.Sqrt(x), 0.1, 90);
        yield return Case(new Reciprocal<float>(), new Reciprocal<double>(), x => 1 / x, 0.1, 90);
        yield return Case(new Exp<float>(), new Exp<double>(), Math.Exp, -20, 20);
        yield return Case(new Expm1<float>(), new Expm1<double>(), Expm1, -20, 20);
        yield return Case(new Log<float>(), new Log<double>(), Math.Log, 0.1, 90);
        yield return Case(new Log1p<float>(), new Log1p<double>(), Log1p, -0.9, 90);
        yield return Case(new Log2<float>(), new Log2<double>(), Math.Log2, 0.1, 90);
        yield return Case(new Sin<float>(), new Sin<double>(), Math.Sin, -90, 90);
        yield return Case(new Cos<float>(), new Cos<double>(), Math.Cos, -90, 90);
        yield return Case(new Tanh<float>(), new Tanh<double>(), Math.Tanh, -9, 9);
        yield return Case(new Sinh<float>(), new Sinh<double>(), Math.Sinh, -20, 20);
        yield return Case(new Cosh<float>(), new Cosh<double>(), Math.Cosh, -20, 20);
        yield return Case(new Asinh<float>(), new Asinh<double>(), Math.Asinh, -90, 90);
        yield return Case(new Atan<float>(), new Atan<double>(), Math.Atan, -90, 90);
        yield return Case(new Sigmoid<float>(), new Sigmoid<double>(), Sigma, -30, 30);
        yield return Case(new LogSigmoid<float>(), new LogSigmoid<double>(),
            x => Math.Min(x, 0) - Log1p(Math.Exp(-Math.Abs(x))), -30, 30);
        yield return Case(new Relu<float>(), new Relu<double>(), x => Math.Max(x, 0), -9, 9);
        yield return Case(new Silu<float>(), new Silu<double>(), x => x * Sigma(x), -30, 30);
        yield return Case(new GeluErf<float>(), new GeluErf<double>(),
            x => x * 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2)), -9, 9);
        // Further left, the rounding of 2u is multiplied by |2u| in e^2u: 15 at −5.
        yield return Case(new GeluTanh<float>(), new GeluTanh<double>(),
            x => x * Sigma(2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))), -1.5, 9);
        yield return Case(new Softplus<float>(), new Softplus<double>(), x => x > 20 ? x : Log1p(Math.Exp(x)), -30,
            19.9);
        yield return Case(new InverseSoftplus<float>(), new InverseSoftplus<double>(), x => Math.Log(Expm1(x)), 0.8,
            30);
        yield return Case(new Elu<float>(), new Elu<double>(), x => x > 0 ? x : Expm1(x), -9, 9);
        yield return Case(new Elu<float>(1.5f), new Elu<double>(1.5), x => x > 0 ? x : 1.5 * Expm1(x), -9, 9);
        yield return Case(new LeakyRelu<float>(), new LeakyRelu<double>(), x => x > 0 ? x : 0.01 * x, -9, 9);
        yield return Case(new Erf<float>(), new Erf<double>(), SpecialFunctions.Erf, -4, 4);
        yield return Case(new Scale<float>(2.5f), new Scale<double>(2.5), x => 2.5 * x, -9, 9);
        yield return Case(new AddConstant<float>(2.5f), new AddConstant<double>(2.5), x => 2.5 + x, 0, 9);
        yield return Case(new Clamp<float>(-1.5f, 2.5f), new Clamp<double>(-1.5, 2.5), x => Math.Clamp(x, -1.5, 2.5),
            -9, 9);
        yield return Case(new SqrtOneMinusExp<float>(float.PositiveInfinity, 0),
            new SqrtOneMinusExp<double>(double.PositiveInfinity, 0), x => Math.Sqrt(-Expm1(-x)), 0.1, 30);
        yield return Case(new SqrtOneMinusExp<float>(1000, 0.25f), new SqrtOneMinusExp<double>(1000, 0.25),
            x => Math.Sqrt(0.25 - Expm1(-x)), 0.1, 30);
        yield return Case(new PowerBy<float>(2.5f), new PowerBy<double>(2.5), x => Math.Pow(x, 2.5), 0.1, 9);
    }

    [TestCaseSource(nameof(Unary))]
    public void Unary_op_agrees_with_its_formula_and_its_difference_quotient(
        IUnaryOp<float> single, IUnaryOp<double> wide, Func<double, double> f, double low, double high)
    {
        RandomSource random = new(3);
        for (int i = 0; i < 500; i++)
        {
            // The argument is a float, so that both types see the same one.
            float x = (float)random.NextDouble(low, high);
            double y = f(x);

            // The exact function differs from both forms by a few roundings; the formula here by one or two more.
            float ys = single.Invoke(x), yv = single.Invoke(new Vector<float>(x))[0];
            double ws = wide.Invoke(x), wv = wide.Invoke(new Vector<double>(x))[0];
            double scale = Math.Abs(y);
            Assert.That(ys, Is.EqualTo(y).Within(12 * 6e-8 * Math.Max(scale, 1e-3)), $"scalar float at {x:R}");
            Assert.That(yv, Is.EqualTo(y).Within((8 * 6e-8 * scale) + 1e-44), $"vector float at {x:R}");
            Assert.That(ws, Is.EqualTo(y).Within(32 * 1.2e-16 * Math.Max(scale, 1e-3)), $"scalar double at {x:R}");
            Assert.That(wv, Is.EqualTo(y).Within(32 * 1.2e-16 * Math.Max(scale, 1e-3)), $"vector double at {x:R}");

            double h = 1e-5 * Math.Max(1, Math.Abs(x)), slope = (wide.Invoke(x + h) - wide.Invoke(x - h)) / (2 * h);
            double ds = wide.Derivative(x, ws), dv = wide.Derivative(new Vector<double>(x), new Vector<double>(wv))[0];
            double size = Math.Max(1, Math.Max(Math.Abs(ds), scale));
            if (!Jumps(wide, x, h))
            {
                // Truncation h²/6 f''' and cancellation ε f / h are both about 1e-10 here; f''' may be 1000 f for 1/√x
                // near 0.1.
                Assert.That(ds, Is.EqualTo(slope).Within(3e-7 * size), $"derivative at {x:R}");
            }

            Assert.That(dv, Is.EqualTo(ds).Within(1e-14 * size), $"vector derivative at {x:R}");
            float fs = single.Derivative(x, ys), fv = single.Derivative(new Vector<float>(x), new Vector<float>(yv))[0];
            Assert.That(fs, Is.EqualTo(ds).Within(4e-6 * size), $"float derivative at {x:R}");
            Assert.That(fv, Is.EqualTo(ds).Within(4e-6 * size), $"float vector derivative at {x:R}");
        }
    }

    // A kink or a step between the two points: the one-sided slopes differ.
    private static bool Jumps(IUnaryOp<double> f, double x, double h) =>
        Math.Abs(f.Invoke(x + h) - (2 * f.Invoke(x)) + f.Invoke(x - h)) > 1e-2 * h;

    [TestCaseSource(nameof(Specials))]
    public void Special_values(IUnaryOp<float> single, IUnaryOp<double> wide, double x, double y)
    {
        Assert.That(single.Invoke((float)x), Is.EqualTo((float)y), "scalar float");
        Assert.That(single.Invoke(new Vector<float>((float)x))[0], Is.EqualTo((float)y), "vector float");
        Assert.That(wide.Invoke(x), Is.EqualTo(y), "scalar double");
        double vector = wide.Invoke(new Vector<double>(x))[0];
        Assert.That(vector, Is.EqualTo(y), "vector double");
        if (y == 0.0)
        {
            Assert.That(double.IsNegative(vector), Is.EqualTo(double.IsNegative(y)), "sign of zero");
            Assert.That(float.IsNegative(single.Invoke(new Vector<float>((float)x))[0]),
                Is.EqualTo(double.IsNegative(y)));
        }
    }

    private static IEnumerable<TestCaseData> Specials()
    {
        static TestCaseData[] Case<TSingle, TDouble>(TSingle single, TDouble wide, params double[] pairs)
            where TSingle : struct, IUnaryOp<float>
            where TDouble : struct, IUnaryOp<double>
        {
            string name = typeof(TDouble).Name.Split('`')[0];
            List<TestCaseData> cases = [Make(double.NaN, double.NaN)];
            for (int i = 0; i < pairs.Length; i += 2)
            {
                cases.Add(Make(pairs[i], pairs[i + 1]));
            }

            return [.. cases];
            TestCaseData Make(double x, double y) =>
                new TestCaseData(single, wide, x, y).SetArgDisplayNames(name, $"{x}");
        }

        return
        [
            .. Case(new Negate<float>(), new Negate<double>(), 0, -0.0, -0.0, 0, Inf, -Inf),
            .. Case(new Abs<float>(), new Abs<double>(), -0.0, 0, -Inf, Inf),
            .. Case(new Sign<float>(), new Sign<double>(), 0, 0, -0.0, -0.0, Inf, 1, -Inf, -1),
            .. Case(new Exp<float>(), new Exp<double>(), 0, 1, -Inf, 0, Inf, Inf, -1e4, 0, 1e4, Inf),
            .. Case(new Expm1<float>(), new Expm1<double>(), 0, 0, -0.0, -0.0, -Inf, -1, Inf, Inf, -1e4, -1, 1e-45,
                1e-45),
            .. Case(new Log<float>(), new Log<double>(), 1, 0, 0, -Inf, Inf, Inf, -1, double.NaN),
            .. Case(new Log1p<float>(), new Log1p<double>(), 0, 0, -0.0, -0.0, -1, -Inf, Inf, Inf, -2, double.NaN,
                1e-45, 1e-45),
            .. Case(new Sin<float>(), new Sin<double>(), 0, 0, -0.0, -0.0, Inf, double.NaN),
            .. Case(new Cos<float>(), new Cos<double>(), 0, 1, -Inf, double.NaN),
            .. Case(new Tanh<float>(), new Tanh<double>(), 0, 0, -0.0, -0.0, Inf, 1, -Inf, -1, 1e-45, 1e-45),
            .. Case(new Sinh<float>(), new Sinh<double>(), 0, 0, -0.0, -0.0, Inf, Inf, -Inf, -Inf),
            .. Case(new Cosh<float>(), new Cosh<double>(), 0, 1, Inf, Inf, -Inf, Inf),
            .. Case(new Asinh<float>(), new Asinh<double>(), 0, 0, -0.0, -0.0, Inf, Inf, -Inf, -Inf),
            .. Case(new Atan<float>(), new Atan<double>(), 0, 0, -0.0, -0.0, Inf, Math.PI / 2, -Inf, -Math.PI / 2),
            .. Case(new Sigmoid<float>(), new Sigmoid<double>(), 0, 0.5, Inf, 1, -Inf, 0),
            .. Case(new LogSigmoid<float>(), new LogSigmoid<double>(), -Inf, -Inf, -1e4, -1e4),
            .. Case(new Relu<float>(), new Relu<double>(), -1, 0, Inf, Inf, -Inf, 0),
            .. Case(new Silu<float>(), new Silu<double>(), 0, 0, Inf, Inf, -Inf, 0),
            .. Case(new GeluErf<float>(), new GeluErf<double>(), 0, 0, Inf, Inf, -Inf, 0),
            .. Case(new GeluTanh<float>(), new GeluTanh<double>(), 0, 0, Inf, Inf, -Inf, 0),
            .. Case(new Softplus<float>(), new Softplus<double>(), 20.5, 20.5, Inf, Inf, -Inf, 0, 1e9, 1e9),
            .. Case(new Elu<float>(), new Elu<double>(), Inf, Inf, -Inf, -1),
            .. Case(new Erf<float>(), new Erf<double>(), 0, 0, -0.0, -0.0, Inf, 1, -Inf, -1),
            .. Case(new Clamp<float>(-1, 2), new Clamp<double>(-1, 2), Inf, 2, -Inf, -1),
            .. Case(new Rsqrt<float>(), new Rsqrt<double>(), 0, Inf, Inf, 0),
        ];
    }

    private static IEnumerable<TestCaseData> Binary()
    {
        static TestCaseData Case<TDouble>(TDouble wide, Func<double, double, double> f)
            where TDouble : struct, IBinaryOp<double> =>
            new TestCaseData(wide, f).SetArgDisplayNames(typeof(TDouble).Name.Split('`')[0]);

        yield return Case(new Add<double>(), (a, b) => a + b);
        yield return Case(new Subtract<double>(), (a, b) => a - b);
        yield return Case(new Multiply<double>(), (a, b) => a * b);
        yield return Case(new Divide<double>(), (a, b) => a / b);
        yield return Case(new Power<double>(), Math.Pow);
        yield return Case(new Maximum<double>(), Math.Max);
        yield return Case(new Minimum<double>(), Math.Min);
        yield return Case(new Greater<double>(), (a, b) => a > b ? 1 : 0);
        yield return Case(new GreaterOrEqual<double>(), (a, b) => a >= b ? 1 : 0);
        yield return Case(new Less<double>(), (a, b) => a < b ? 1 : 0);
        yield return Case(new LessOrEqual<double>(), (a, b) => a <= b ? 1 : 0);
        yield return Case(new EqualTo<double>(), (a, b) => a == b ? 1 : 0);
        yield return Case(new Interpolate<double>(0.25), (a, b) => a + (0.25 * (b - a)));
    }

    [TestCaseSource(nameof(Binary))]
    public void Binary_op_agrees_with_its_formula_and_its_difference_quotients(
        IBinaryOp<double> op, Func<double, double, double> f)
    {
        RandomSource random = new(4);
        const double H = 1e-5;
        for (int i = 0; i < 300; i++)
        {
            double a = random.NextDouble(0.3, 3.0), b = i % 5 == 0 ? a : random.NextDouble(0.3, 3.0), y = f(a, b);
            Vector<double> va = new(a), vb = new(b), vy = new(y);
            Assert.That(op.Invoke(a, b), Is.EqualTo(y));
            Assert.That(op.Invoke(va, vb)[0], Is.EqualTo(y));
            double left = op.DerivativeLeft(a, b, y), right = op.DerivativeRight(a, b, y);
            Assert.That(op.DerivativeLeft(va, vb, vy)[0], Is.EqualTo(left).Within(1e-14 * (1 + Math.Abs(left))));
            Assert.That(op.DerivativeRight(va, vb, vy)[0], Is.EqualTo(right).Within(1e-14 * (1 + Math.Abs(right))));
            if (a != b || op is Maximum<double> or Minimum<double>)
            {
                // At a tie of maximum and minimum the central difference is 1/2 too. Elsewhere f''' h² / 6 < 1e-7.
                Assert.That(left, Is.EqualTo((f(a + H, b) - f(a - H, b)) / (2 * H)).Within(1e-7));
                Assert.That(right, Is.EqualTo((f(a, b + H) - f(a, b - H)) / (2 * H)).Within(1e-7));
            }
        }
    }

    [Test]
    public void Power_has_no_gradient_where_PyTorch_has_none()
    {
        Power<double> power = new();
        Vector<double> zero = Vector<double>.Zero, two = new(2.0);
        Assert.That(power.DerivativeRight(zero, two, zero)[0], Is.Zero);
        Assert.That(power.DerivativeRight(0.0, 2.0, 0.0), Is.Zero);
        Assert.That(power.DerivativeLeft(zero, zero, Vector<double>.One)[0], Is.Zero);
        Assert.That(power.DerivativeLeft(0.0, 0.0, 1.0), Is.Zero);
        Assert.That(new PowerBy<double>(0.0).Derivative(zero, Vector<double>.One)[0], Is.Zero);
    }

    private static double Sigma(double x) => 1 / (1 + Math.Exp(-x));

    private static double Expm1(double x) =>
        Math.Abs(x) < 0.01 ? x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4 * (1 + (x / 5 * (1 + (x / 6))))))))))
            : Math.Exp(x) - 1;

    private static double Log1p(double x) =>
        Math.Abs(x) < 0.5 ? 2 * Math.Atanh(x / (2 + x)) : Math.Log(1 + x);
}
