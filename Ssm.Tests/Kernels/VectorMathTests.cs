using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Every function over the whole range of its type, to the accuracy that its comment states.</summary>
[TestFixture]
internal sealed class VectorMathTests
{
    private static IEnumerable<TestCaseData> Functions()
    {
        static TestCaseData Case(
            string name, double bound, Func<Vector<float>, Vector<float>> f, Func<Vector<double>, Vector<double>> g,
            string? form = null) =>
            new TestCaseData(name, bound, f, g).SetArgDisplayNames(name + form);

        yield return Case("Exp", 1.1, VectorMath.Exp, VectorMath.Exp);
        yield return Case("Expm1", 1.7, VectorMath.Expm1, VectorMath.Expm1);
        yield return Case("Log", 2.0, VectorMath.Log, VectorMath.Log);
        yield return Case("Log2", 4.0, VectorMath.Log2, VectorMath.Log2);
        yield return Case("Log1p", 2.5, VectorMath.Log1p, VectorMath.Log1p);
        yield return Case("Sin", 1.5, VectorMath.Sin, VectorMath.Sin);
        yield return Case("Cos", 1.5, VectorMath.Cos, VectorMath.Cos);
        yield return Case("Tanh", 2.5, VectorMath.Tanh, VectorMath.Tanh);
        yield return Case("Sinh", 2.5, VectorMath.Sinh, VectorMath.Sinh);
        yield return Case("Cosh", 2.0, VectorMath.Cosh, VectorMath.Cosh);
        yield return Case("Asinh", 3.0, VectorMath.Asinh, VectorMath.Asinh);
        yield return Case("Atan", 2.5, VectorMath.Atan, VectorMath.Atan);
        yield return Case("Sigmoid", 2.5, VectorMath.Sigmoid, VectorMath.Sigmoid);
        yield return Case("Softplus", 3.5, VectorMath.Softplus, VectorMath.Softplus);
        yield return Case("Erf", 3.0, VectorMath.Erf, VectorMath.Erf);
        yield return Case("Phi", 4.0, VectorMath.Phi, VectorMath.Phi);
        yield return Case("Sin", 1.5, x => VectorMath.SinCos(x).Sin, x => VectorMath.SinCos(x).Sin, " of SinCos");
        yield return Case("Cos", 1.5, x => VectorMath.SinCos(x).Cos, x => VectorMath.SinCos(x).Cos, " of SinCos");
        yield return Case("Gelu", 4.0, default(GeluErf<float>).Invoke, default(GeluErf<double>).Invoke);
        yield return Case("Exp", 1.1, Decay, Decay, " of Decay");
        yield return Case("Expm1", 1.7, LessDecay, LessDecay, " of Decay");
    }

    // Only where it is meant for: elsewhere the function beside it.
    private static Vector<T> Decay<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Vector.ConditionalSelect(
            Vector.GreaterThan(x, Vector<T>.Zero), VectorMath.Exp(x), VectorMath.Decay(-x, out _));

    private static Vector<T> LessDecay<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        VectorMath.Decay(-x, out Vector<T> less);
        return Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), VectorMath.Expm1(x), less);
    }

    [TestCaseSource(nameof(Functions))]
    public void Functions_are_as_accurate_as_stated(
        string name, double bound, Func<Vector<float>, Vector<float>> f, Func<Vector<double>, Vector<double>> g)
    {
        ElementaryFunction exact = ElementaryFunctions.Named(name);
        exact.CheckFloats(f, bound);
        exact.CheckDoubles(g, bound);
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
}
