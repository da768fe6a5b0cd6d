using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Real functions of two numbers, and how shapes are broadcast.</content>
internal static partial class ConformanceTable<T>
{
    private static IEnumerable<ConformanceCase<T>> BinaryOps(bool tiny)
    {
        Shapes same = new("", tiny ? [67] : [5003], tiny ? [67] : [5003]);
        IEnumerable<ConformanceCase<T>>[] all =
        [
            Op(new Add<T>(), Fill.Unit, Fill.Unit), Op(new Subtract<T>(), Fill.Unit, Fill.Unit),
            Op(new Multiply<T>(), Fill.Unit, Fill.Unit), Op(new Divide<T>(), Fill.Unit, Fill.Signed(0.25, 4)),
            // Whole numbers meet often: at a tie each of both has half the derivative.
            Op(new Maximum<T>(), Fill.Whole(4), Fill.Whole(4)), Op(new Minimum<T>(), Fill.Whole(4), Fill.Whole(4)),
            Op(new EqualTo<T>(), Fill.Whole(3), Fill.Whole(3)), Op(new Greater<T>(), Fill.Whole(3), Fill.Whole(3)),
            Op(new GreaterOrEqual<T>(), Fill.Whole(3), Fill.Whole(3)), Op(new Less<T>(), Fill.Whole(3), Fill.Whole(3)),
            Op(new LessOrEqual<T>(), Fill.Whole(3), Fill.Whole(3)), Op(new KeepWhere<T>(), Fill.Unit, Fill.Whole(2)),
            // a^b by e^(b log a) has the error of its exponent: |b log a| is below 3.
            Op(new Power<T>(), Fill.Uniform(0.25, 4), Fill.Uniform(-2, 2)),
            Op(new Interpolate<T>(Number(0.25)), Fill.Unit, Fill.Unit),
        ];
        return all.SelectMany(cases => cases);

        IEnumerable<ConformanceCase<T>> Op<TOp>(TOp op, Fill a, Fill b)
            where TOp : struct, IBinaryOp<T> => Binary(op, same, a, b);
    }

    private static IEnumerable<ConformanceCase<T>> Broadcasts(bool tiny)
    {
        Shapes[] shapes = tiny
            ?
            [
                new("nothing", [0], [0]), new("one each", [1], [1]), new("a row on each", [6, 11], [11]),
                new("a column on each", [6, 11], [6, 1]), new("a scalar on the left", [1], [67]),
                new("a scalar on the right", [67], [1]), new("rows against columns", [1, 9], [7, 1]),
                new("four axes", [2, 1, 3, 5], [1, 4, 3, 1]), new("rows of one number", [33, 1], [33, 1]),
            ]
            :
            [
                new("nothing", [0], [0]), new("no rows", [0, 5], [1, 5]), new("one each", [1], [1]),
                new("many", [100_003], [100_003]), new("a row on each", [301, 257], [257]),
                new("a row on the left", [3], [9001, 3]), new("a column on each", [301, 129], [301, 1]),
                new("a scalar on the left", [1], [30_001]), new("a scalar on the right", [30_001], [1]),
                new("rows against columns", [1, 257], [131, 1]), new("a middle axis", [7, 1, 129], [7, 61, 129]),
                new("four axes", [5, 1, 13, 37], [1, 11, 13, 1]), new("long rows", [2, 32_769], [1, 32_769]),
            ];
        return shapes.SelectMany(shape => Binary(new Divide<T>(), shape, Fill.Unit, Fill.Signed(0.25, 4)))
            .Append(Case(nameof(IBackend<>.Binary), "Maximum of special values", s =>
            {
                int count = tiny ? 61 : 4999;
                s.Backend.Binary(
                    new Maximum<T>(), BroadcastPlan.Create([count], [count]),
                    s.Input("a", count, Fill.Special(Fill.Unit)), s.Input("b", count, Fill.Unit),
                    s.Output("y", count, Tolerance.Exact));
            }))
            .Append(Case(nameof(IBackend<>.Binary), "Add in place on the left", s =>
            {
                int count = tiny ? 61 : 4999;
                View<T> a = s.Changed("a", count, Tolerance.Each(Function));
                s.Backend.Binary(new Add<T>(), BroadcastPlan.Create([count], [count]), a, s.Input("b", count), a);
            }))
            .Append(Case(nameof(IBackend<>.Binary), "Multiply in place by a row", s =>
            {
                int rows = tiny ? 6 : 301;
                View<T> a = s.Changed("a", rows * 11, Tolerance.Each(Function));
                s.Backend.Binary(new Multiply<T>(), BroadcastPlan.Create([rows, 11], [11]), a, s.Input("b", 11), a);
            }))
            .Append(Case(nameof(IBackend<>.Binary), "Subtract in place on the right", s =>
            {
                int count = tiny ? 61 : 4999;
                View<T> b = s.Changed("b", count, Tolerance.Each(Function, floor: 1.0));
                s.Backend.Binary(new Subtract<T>(), BroadcastPlan.Create([count], [count]), s.Input("a", count), b, b);
            }))
            .Append(Case(nameof(IBackend<>.Binary), "KeepWhere of special values", s =>
            {
                int count = tiny ? 61 : 4999;
                s.Backend.Binary(
                    new KeepWhere<T>(), BroadcastPlan.Create([count], [count]),
                    s.Input("a", count, Fill.Special(Fill.Unit)), s.Input("b", count, Fill.Whole(2)),
                    s.Output("y", count, Tolerance.Exact));
            }));
    }

    private static IEnumerable<ConformanceCase<T>> Binary<TOp>(TOp op, Shapes shapes, Fill left, Fill right)
        where TOp : struct, IBinaryOp<T>
    {
        string detail = Join(NameOf<TOp>(), shapes.Name);
        (int a, int b) = (Count(shapes.Left), Count(shapes.Right));
        BroadcastPlan plan = BroadcastPlan.Create(shapes.Left, shapes.Right);

        // The floor of 1 where numbers of up to about that size may cancel.
        Tolerance slope = Tolerance.Each(Function, floor: 1.0);
        yield return Case(nameof(IBackend<>.Binary), detail, s => s.Backend.Binary(
            op, plan, s.Input("a", a, left), s.Input("b", b, right), s.Output("y", plan.Length, slope)));
        yield return Case(nameof(IBackend<>.BinaryAdjointLeft), detail, s =>
        {
            (View<T> x, View<T> z) = (s.Input("a", a, left), s.Input("b", b, right));
            View<T> y = s.Given("y", plan.Length, v => s.Backend.Binary(op, plan, x, z, v));
            s.Backend.BinaryAdjointLeft(
                op, plan, x, z, y, s.Input("dy", plan.Length), s.Output("da", plan.Length, slope));
        });
        yield return Case(nameof(IBackend<>.BinaryAdjointRight), detail, s =>
        {
            (View<T> x, View<T> z) = (s.Input("a", a, left), s.Input("b", b, right));
            View<T> y = s.Given("y", plan.Length, v => s.Backend.Binary(op, plan, x, z, v));
            s.Backend.BinaryAdjointRight(
                op, plan, x, z, y, s.Input("dy", plan.Length), s.Output("db", plan.Length, slope));
        });
    }

    private static int Count(int[] shape)
    {
        int count = 1;
        foreach (int size in shape)
        {
            count *= size;
        }

        return count;
    }

    /// <summary>Two shapes that are broadcast.</summary>
    private sealed record Shapes(string Name, int[] Left, int[] Right);
}
