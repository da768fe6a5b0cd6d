using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>The recurrence of RG-LRU.</content>
internal static partial class ConformanceTable<T>
{
    // Rates and gates by which every state forgets: a is at most e^−(least rate · σ(−2)).
    private const double LeastGatedRate = 0.25;

    private const double LargestGate = 2.0;

    private static IEnumerable<ConformanceCase<T>> RgLrus(bool tiny)
    {
        ScanShape[] shapes = tiny
            ? [new(1, 1, 1), new(2, 7, 3), new(1, 70, 2), new(3, 5, 17)]
            :
            [
                new(0, 5, 3), new(2, 0, 3), new(2, 3, 0), new(1, 1, 1), new(1, 20_003, 1), new(3, 1029, 5),
                new(2, 257, 66), new(5, 63, 64), new(300, 31, 7), new(1, 8192, 12), new(2, 97, 200), new(1, 40, 640),
            ];
        return
        [
            .. shapes.SelectMany(shape => (ConformanceCase<T>[])
                [
                    RgLru(shape, full: true), RgLru(shape, full: false), RgLruAdjoint(shape, full: true),
                    RgLruAdjoint(shape, full: false),
                ]),
            .. shapes.Where((_, i) => i % 3 == 1).SelectMany(shape => (ConformanceCase<T>[])
                [
                    RgLru(shape, full: true, begins: true), RgLru(shape, full: false, begins: true),
                    RgLruAdjoint(shape, full: true, begins: true), RgLruAdjoint(shape, full: false, begins: true),
                ]),
        ];
    }

    private static Tolerance Gated(ScanShape shape, double more)
    {
        double steps = Tolerance.Steps(
            shape.Length, Math.Exp(-LeastGatedRate / (1.0 + Math.Exp(LargestGate))));

        // A step is a sigmoid, a product, an exponential, a product and a sum.
        return Tolerance.Each((12.0 * steps) + (2.0 * Function) + more);
    }

    // All operands with the true slope of the root; the fewest with one that is cut, and something under the root.
    private static SqrtOneMinusExp<T> Root(bool full) =>
        full ? new(T.PositiveInfinity, T.Zero) : new(Number(0.75), Number(0.25));

    private static RgLruViews<T> GatedOperands(Scene<T> s, ScanShape shape, bool full, bool begins) => new()
    {
        X = s.Input("x", shape.Elements),
        RecurrenceGate = s.Input("r", shape.Elements, Fill.Uniform(-LargestGate, LargestGate)),
        InputGate = s.Input("i", shape.Elements, Fill.Uniform(-4, 4)),
        Rate = s.Input("rate", shape.Channels, Fill.Uniform(LeastGatedRate, 3)),
        Initial = full ? s.Input("initial", shape.StateElements) : default,
        Begins = begins,
    };

    private static ConformanceCase<T> RgLru(ScanShape shape, bool full, bool begins = false) =>
        Case(nameof(IBackend<>.RgLruRecurrence), Text(shape, full, begins), s => s.Backend.RgLruRecurrence(
            GatedOperands(s, shape, full, begins), full ? s.Resets(shape.Batch, shape.Length) : default, Root(full),
            s.Output("h", shape.Elements, Gated(shape, 0)), shape));

    private static ConformanceCase<T> RgLruAdjoint(ScanShape shape, bool full, bool begins = false) =>
        Case(nameof(IBackend<>.RgLruRecurrenceAdjoint), Text(shape, full, begins), s =>
        {
            RgLruViews<T> operands = GatedOperands(s, shape, full, begins);
            View<int> starts = full ? s.Resets(shape.Batch, shape.Length) : default;
            View<T> h = s.Given("h", shape.Elements, v => s.Backend.RgLruRecurrence(
                operands, starts, Root(full), v, shape));
            Tolerance step = Gated(shape, 2.0 * Function);
            Tolerance all = Gated(shape, (2.0 * Function) + ((double)shape.Batch * shape.Length));
            s.Backend.RgLruRecurrenceAdjoint(
                operands, starts, Root(full), h, s.Input("dh", shape.Elements),
                new RgLruViews<T>
                {
                    X = s.Output("dx", shape.Elements, step),
                    RecurrenceGate = s.Output("dr", shape.Elements, step),
                    InputGate = s.Output("di", shape.Elements, step),
                    Rate = s.Output("drate", shape.Channels, all),
                    Initial = full ? s.Output("dinitial", shape.StateElements, step) : default,
                },
                shape);
        });

    private static string Text(ScanShape shape, bool full, bool begins) =>
        $"({shape.Batch}, {shape.Length}, {shape.Channels})" + (full ? " with all operands" : "")
        + (begins ? ", all begin" : "");
}
