using System.Numerics;
using MathNet.Numerics;

namespace Ssm.Tests.Kernels;

/// <summary>All elementary functions that a processor's vectors or a device's threads compute.</summary>
internal static class ElementaryFunctions
{
    // The normal distribution's lower tail is the small difference of two numbers next to each other.
    private const int MoreBits = 1000;

    private static readonly VectorMathOracle Oracle = VectorMathOracle.Standard;
    private static readonly VectorMathOracle Tail = new(VectorMathOracle.StandardBits + MoreBits);
    private static readonly Dictionary<string, ElementaryFunction> All = Make();

    internal static ElementaryFunction Named(string name) => All[name];

    private static Dictionary<string, ElementaryFunction> Make()
    {
        BigInteger one = Oracle.Number(1.0);
        BigInteger Exp(double x) => Oracle.Exp(Oracle.Number(x));
        (BigInteger Sin, BigInteger Cos) SinCos(double x) => Oracle.SinCos(Oracle.Number(x));
        const double all = double.MaxValue;
        return new Dictionary<string, ElementaryFunction>
        {
            ["Exp"] = new(Math.Exp, Exp, -750.0, 710.0),
            ["Expm1"] = new(Expm1, x => Exp(x) - one, -750.0, 710.0),
            ["Log"] = new(Math.Log, x => Oracle.Log(Oracle.Number(x)), 0.0, all),
            ["Log2"] = new(
                Math.Log2, x => Oracle.Divide(Oracle.Log(Oracle.Number(x)), Oracle.Log(2 * one)), 0.0, all),
            ["Log1p"] = new(Log1p, x => Oracle.Log(one + Oracle.Number(x)), -1.0, all),
            ["Sin"] = new(Math.Sin, x => SinCos(x).Sin, -all, all),
            ["Cos"] = new(Math.Cos, x => SinCos(x).Cos, -all, all),
            ["Tanh"] = new(Math.Tanh, x => Oracle.Divide(Exp(2.0 * x) - one, Exp(2.0 * x) + one), -300.0, 300.0),
            ["Sinh"] = new(Math.Sinh, x => (Exp(x) - Exp(-x)) >> 1, -711.0, 711.0),
            ["Cosh"] = new(Math.Cosh, x => (Exp(x) + Exp(-x)) >> 1, -711.0, 711.0),
            ["Asinh"] = new(Math.Asinh, Asinh, -all, all),
            ["Atan"] = new(Math.Atan, Oracle.Atan, -1e300, 1e300),
            ["Sigmoid"] = new(
                x => 1.0 / (1.0 + Math.Exp(-x)), x => Oracle.Divide(one, one + Exp(-x)), -740.0, 740.0),
            ["Softplus"] = new(
                x => x > 20.0 ? x : Log1p(Math.Exp(x)), x => Oracle.Log(one + Exp(x)), -740.0, 20.0),
            ["Erf"] = new(SpecialFunctions.Erf, x => Oracle.Erf(Oracle.Number(x)), -6.5, 6.5),
            ["Phi"] = new(PhiInDouble, Phi, -38.4, 8.0),

            // Below, the distribution's tail has fewer digits than a double.
            ["Gelu"] = new(x => x * PhiInDouble(x), x => Oracle.Multiply(Oracle.Number(x), Phi(x)), -37.4, 8.0),
        };

        BigInteger Asinh(double x)
        {
            BigInteger size = BigInteger.Abs(Oracle.Number(x));
            BigInteger y = Oracle.Log(size + Oracle.Sqrt(one + Oracle.Multiply(size, size)));
            return x < 0.0 ? -y : y;
        }
    }

    private static BigInteger Phi(double x)
    {
        BigInteger erf = Tail.Erf(Tail.Divide(Tail.Number(x), Tail.Sqrt(Tail.Number(2.0))));
        return (Tail.Number(1.0) + erf) >> (1 + MoreBits);
    }

    private static double PhiInDouble(double x) => 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2.0));

    private static double Expm1(double x) =>
        Math.Abs(x) < 1e-4 ? x + (x * x / 2.0) + (x * x * x / 6.0) : Math.Exp(x) - 1.0;

    private static double Log1p(double x) =>
        Math.Abs(x) < 1e-5 ? x - (x * x / 2.0) + (x * x * x / 3.0) : Math.Log(1.0 + x);
}
