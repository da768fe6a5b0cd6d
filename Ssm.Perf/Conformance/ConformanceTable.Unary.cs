using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Real functions of one number.</content>
internal static partial class ConformanceTable<T>
{
    // A function of one number is a handful of roundings: the least exact one of the CPU is within 4 ulp, its
    // derivative made of up to three such functions, and a device's own mathematics may be a little less exact.
    private const double Function = 16.0;

    private static IEnumerable<ConformanceCase<T>> UnaryOps(bool tiny)
    {
        int count = tiny ? 67 : 5003;
        IEnumerable<ConformanceCase<T>>[] all =
        [
            Op(new Identity<T>(), -9, 9), Op(new Negate<T>(), -9, 9), Op(new Abs<T>(), -9, 9),
            Op(new Sign<T>(), -9, 9), Op(new Floor<T>(), -9, 9), Op(new Square<T>(), -9, 9),
            Op(new Relu<T>(), -9, 9), Op(new LeakyRelu<T>(Number(0.125)), -9, 9),
            Op(new Scale<T>(Number(2.5)), -9, 9), Op(new AddConstant<T>(Number(2.5)), -9, 9),
            Op(new Clamp<T>(Number(-1.5), Number(2.5)), -9, 9),
            Op(new Sqrt<T>(), 0.1, 90), Op(new Rsqrt<T>(), 0.1, 90), Op(new Reciprocal<T>(), 0.1, 90),
            Op(new Exp<T>(), -60, 60), Op(new Expm1<T>(), -20, 20, small: true),
            Op(new Log<T>(), 0.1, 90), Op(new Log1p<T>(), -0.9, 90, small: true), Op(new Log2<T>(), 0.1, 90),
            Op(new Sin<T>(), -90, 90, small: true), Op(new Cos<T>(), -90, 90),
            Op(new Tanh<T>(), -9, 9, small: true), Op(new Sinh<T>(), -20, 20, small: true),
            Op(new Cosh<T>(), -20, 20), Op(new Asinh<T>(), -90, 90, small: true),
            Op(new Atan<T>(), -90, 90, small: true), Op(new Erf<T>(), -4, 4, small: true),
            Op(new Sigmoid<T>(), -30, 30), Op(new LogSigmoid<T>(), -30, 30), Op(new Silu<T>(), -30, 30),
            // Further left, the rounding of the exponent counts as often as the exponent is large.
            Op(new GeluErf<T>(), -4, 9), Op(new GeluTanh<T>(), -1.5, 9),
            Op(new Softplus<T>(), -30, 30), Op(new Elu<T>(Number(1.5)), -9, 9),
            // x and the logarithm cancel at log 2.
            Op(new InverseSoftplus<T>(), 0.1, 30, floor: 2.0),
            Op(new PowerBy<T>(Number(2.5)), 0.1, 9),
            Op(new SqrtOneMinusExp<T>(Number(1000), Number(0.25)), 0.01, 30),
        ];
        return all.SelectMany(cases => cases);

        IEnumerable<ConformanceCase<T>> Op<TOp>(
            TOp op, double low, double high, bool small = false, double floor = 0.0)
            where TOp : struct, IUnaryOp<T>
        {
            yield return Unary(op, "", count, Fill.Uniform(low, high), floor);
            yield return UnaryAdjoint(op, "", count, Fill.Uniform(low, high));
            if (small)
            {
                // Where the function is nearly its argument: a digit that is lost to 1 would show here.
                yield return Unary(op, "of small numbers", tiny ? 17 : 1009, Fill.Signed(1e-6, 1e-2), 0.0);
            }
        }
    }

    private static IEnumerable<ConformanceCase<T>> UnaryForms(bool tiny)
    {
        int[] lengths = tiny ? [0, 1, 3, 4, 5, 64, 257] : [0, 1, 4, 255, 256, 257, 1021, 65_536, 200_003];
        foreach (int length in lengths)
        {
            yield return Unary(new Sigmoid<T>(), $"of {length}", length, Fill.Uniform(-9, 9), 0.0);
            yield return UnaryAdjoint(new Sigmoid<T>(), $"of {length}", length, Fill.Uniform(-9, 9));
        }

        int many = tiny ? 61 : 4999;
        Fill special = Fill.Special(Fill.Uniform(-3, 3));
        yield return Unary(new Exp<T>(), "of special values", many, special, 0.0);
        yield return Unary(new Tanh<T>(), "of special values", many, special, 0.0);
        yield return Unary(new Silu<T>(), "of special values", many, special, 0.0);
        yield return Unary(new Softplus<T>(), "of special values", many, special, 0.0);
        yield return Unary(new Relu<T>(), "of special values", many, special, 0.0);
        yield return Unary(new Sqrt<T>(), "of special values", many, Fill.Special(Fill.Uniform(0, 3)), 0.0);
        yield return Unary(new Log<T>(), "of special values", many, Fill.Special(Fill.Uniform(0.1, 3)), 0.0);
        yield return Unary(new Clamp<T>(Number(-1), Number(1)), "of special values", many, special, 0.0);
        yield return Case(nameof(IBackend<>.Unary), "Silu in place", s =>
        {
            View<T> x = s.Changed("x", many, Tolerance.Each(Function), Fill.Uniform(-9, 9));
            s.Backend.Unary(new Silu<T>(), x, x);
        });
    }

    private static ConformanceCase<T> Unary<TOp>(TOp op, string detail, int count, Fill fill, double floor)
        where TOp : struct, IUnaryOp<T> =>
        Case(nameof(IBackend<>.Unary), Join(NameOf<TOp>(), detail), s => s.Backend.Unary(
            op, s.Input("x", count, fill), s.Output("y", count, Tolerance.Each(Function, floor))));

    // The floor of 1: where a derivative vanishes it is the difference of numbers of about that size.
    private static ConformanceCase<T> UnaryAdjoint<TOp>(TOp op, string detail, int count, Fill fill)
        where TOp : struct, IUnaryOp<T> =>
        Case(nameof(IBackend<>.UnaryAdjoint), Join(NameOf<TOp>(), detail), s =>
        {
            View<T> x = s.Input("x", count, fill);
            View<T> y = s.Given("y", count, v => s.Backend.Unary(op, x, v));
            s.Backend.UnaryAdjoint(
                op, x, y, s.Input("dy", count), s.Output("dx", count, Tolerance.Each(Function, floor: 1.0)));
        });

    private static string NameOf<TOp>() => typeof(TOp).Name.Split('`')[0];

    private static string Join(string name, string detail) => detail.Length == 0 ? name : $"{name} {detail}";
}
