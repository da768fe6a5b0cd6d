using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Functions of complex numbers.</content>
internal static partial class ConformanceTable<T>
{
    private static IEnumerable<ConformanceCase<T>> ComplexOps(bool tiny)
    {
        int count = tiny ? 67 : 5003;
        Fill plane = Fill.Box(-3, 3, -3, 3), ring = Fill.Ring(0.25, 4);
        IEnumerable<ConformanceCase<T>>[] all =
        [
            Op(new ComplexExp<T>(), plane), Op(new ComplexLog<T>(), ring), Op(new ComplexSqrt<T>(), ring),
            Op(new ComplexSquare<T>(), plane), Op(new ComplexReciprocal<T>(), ring), Op(new ComplexSin<T>(), plane),
            Op(new ComplexCos<T>(), plane), Op(new ComplexSinh<T>(), plane), Op(new ComplexCosh<T>(), plane),
            Op(new ComplexTanh<T>(), Fill.Box(-3, 3, -1, 1)), Op(new ComplexSigmoid<T>(), Fill.Box(-3, 3, -2, 2)),
            Op(new Expm1OverX<T>(), plane), Op(new Expm1OverX<T>(), Fill.Ring(1e-4, 0.1), "near 0"),
            Real(new ComplexAbs<T>()), Real(new ComplexAbsSquared<T>()), Real(new ComplexAngle<T>()),
        ];
        return all.SelectMany(cases => cases);

        IEnumerable<ConformanceCase<T>> Op<TOp>(TOp op, Fill fill, string detail = "")
            where TOp : struct, IComplexUnaryOp<T>
        {
            // The floor of 1: log near 1, tanh and sinh near 0 and the like are made of numbers of that size.
            Tolerance tolerance = Tolerance.Each(Function, floor: 1.0);
            yield return Case(nameof(IBackend<>.ComplexUnary), Join(NameOf<TOp>(), detail), s =>
                s.Backend.ComplexUnary(op, s.ComplexInput("z", count, fill), s.ComplexOutput("w", count, tolerance)));
            yield return Case(nameof(IBackend<>.ComplexUnaryAdjoint), Join(NameOf<TOp>(), detail), s =>
            {
                ComplexView<T> z = s.ComplexInput("z", count, fill);
                ComplexView<T> w = s.ComplexGiven("w", count, v => s.Backend.ComplexUnary(op, z, v));
                s.Backend.ComplexUnaryAdjoint(
                    op, z, w, s.ComplexInput("dw", count), s.ComplexOutput("dz", count, tolerance));
            });
        }

        IEnumerable<ConformanceCase<T>> Real<TOp>(TOp op)
            where TOp : struct, IComplexToRealOp<T>
        {
            yield return Case(nameof(IBackend<>.ComplexToReal), NameOf<TOp>(), s => s.Backend.ComplexToReal(
                op, s.ComplexInput("z", count, ring), s.Output("y", count, Tolerance.Each(Function))));
            yield return Case(nameof(IBackend<>.ComplexToRealAdjoint), NameOf<TOp>(), s =>
            {
                ComplexView<T> z = s.ComplexInput("z", count, ring);
                View<T> y = s.Given("y", count, v => s.Backend.ComplexToReal(op, z, v));
                s.Backend.ComplexToRealAdjoint(
                    op, z, y, s.Input("dy", count), s.ComplexOutput("dz", count, Tolerance.Each(Function)));
            });
        }
    }

    private static IEnumerable<ConformanceCase<T>> ComplexProducts(bool tiny)
    {
        Shapes[] shapes = tiny
            ?
            [
                new("", [67], [67]), new("a row on each", [6, 11], [11]), new("a scalar on the left", [1], [67]),
                new("a scalar on the right", [67], [1]), new("four axes", [2, 1, 3, 5], [1, 4, 3, 1]),
            ]
            :
            [
                new("nothing", [0], [0]), new("", [70_001], [70_001]), new("a row on each", [301, 257], [257]),
                new("a column on the left", [301, 1], [301, 257]), new("a scalar on the left", [1], [5003]),
                new("a scalar on the right", [5003], [1]), new("four axes", [5, 1, 13, 37], [1, 11, 13, 1]),
            ];
        foreach (Shapes shape in shapes)
        {
            (int a, int b) = (Count(shape.Left), Count(shape.Right));
            BroadcastPlan plan = BroadcastPlan.Create(shape.Left, shape.Right);

            // Two products and a sum; a division takes a handful.
            yield return Case(nameof(IBackend<>.ComplexMultiply), shape.Name, s => s.Backend.ComplexMultiply(
                plan, s.ComplexInput("a", a), s.ComplexInput("b", b),
                s.ComplexOutput("y", plan.Length, Tolerance.Each(3))));
            yield return Case(nameof(IBackend<>.ComplexMultiplyConjugate), shape.Name, s =>
                s.Backend.ComplexMultiplyConjugate(
                    plan, s.ComplexInput("a", a), s.ComplexInput("b", b),
                    s.ComplexOutput("y", plan.Length, Tolerance.Each(3))));
            yield return Case(nameof(IBackend<>.ComplexDivide), shape.Name, s => s.Backend.ComplexDivide(
                plan, s.ComplexInput("a", a), s.ComplexInput("b", b, Fill.Ring(0.25, 4)),
                s.ComplexOutput("y", plan.Length, Tolerance.Each(8))));
        }
    }
}
