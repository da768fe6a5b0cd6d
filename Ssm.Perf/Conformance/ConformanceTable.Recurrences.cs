using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Recurrences from inputs to outputs.</content>
internal static partial class ConformanceTable<T>
{
    private static IEnumerable<ConformanceCase<T>> Recurrences(bool tiny)
    {
        RecurrenceShape[] perChannel = tiny
            ? [new(1, 1, 1, 1), new(2, 9, 3, 2), new(1, 70, 2, 3), new(2, 5, 9, 4)]
            :
            [
                new(0, 3, 2, 2), new(2, 0, 3, 2), new(1, 1, 1, 1), new(2, 65, 17, 3), new(1, 1025, 5, 8),
                new(3, 129, 33, 4), new(1, 257, 3, 32), new(1, 20_011, 1, 2), new(5, 64, 64, 1),
            ];
        RecurrenceShape[] shared = tiny
            ? [new(1, 1, 1, 1), new(2, 9, 3, 4), new(1, 70, 2, 3), new(2, 5, 9, 7)]
            :
            [
                new(0, 3, 2, 2), new(2, 0, 3, 2), new(1, 1, 1, 1), new(2, 65, 17, 9), new(1, 1025, 8, 16),
                new(3, 129, 33, 20), new(1, 300, 64, 32), new(1, 10_007, 2, 3), new(5, 64, 16, 65),
            ];
        foreach (bool full in (bool[])[true, false])
        {
            foreach (RecurrenceShape shape in perChannel)
            {
                yield return PerChannel(shape, full);
                yield return PerChannelAdjoint(shape, full);
            }

            foreach (RecurrenceShape shape in shared)
            {
                foreach (bool reversed in (bool[])[false, true])
                {
                    yield return Shared(shape, full, reversed);
                    yield return SharedAdjoint(shape, full, reversed);
                }
            }
        }
    }

    // A step is a product of four roundings and a sum with the input's product; then the sum of the output.
    private static Tolerance Recurrence(RecurrenceShape shape, double more) =>
        Tolerance.Each((4.0 * Tolerance.Steps(shape.Length, Radius)) + (2.0 * more) + Function);

    private static ConformanceCase<T> PerChannel(RecurrenceShape shape, bool full) =>
        Case(nameof(IBackend<>.DiagonalRecurrence), Text(shape, full), s =>
        {
            int modes = shape.Channels * shape.Modes, states = shape.Batch * modes;
            s.Backend.DiagonalRecurrence(
                s.Input("u", Elements(shape)), System(s, shape, modes, modes, modes, full), Number(2),
                full ? s.ComplexInput("x0", states) : default, full ? s.Resets(shape.Batch, shape.Length) : default,
                s.Output("y", Elements(shape), Recurrence(shape, shape.Modes)),
                full ? s.ComplexOutput("last", states, Recurrence(shape, 1)) : default, shape);
        });

    private static ConformanceCase<T> PerChannelAdjoint(RecurrenceShape shape, bool full) =>
        Case(nameof(IBackend<>.DiagonalRecurrenceAdjoint), Text(shape, full), s =>
        {
            int modes = shape.Channels * shape.Modes, states = shape.Batch * modes;
            s.Backend.DiagonalRecurrenceAdjoint(
                s.Input("u", Elements(shape)), System(s, shape, modes, modes, modes, full), Number(2),
                full ? s.ComplexInput("x0", states) : default, full ? s.Resets(shape.Batch, shape.Length) : default,
                s.Input("dy", Elements(shape)), full ? s.ComplexInput("dlast", states) : default,
                s.Output("du", Elements(shape), Recurrence(shape, shape.Modes)),
                Gradients(s, shape, modes, modes, modes, full, 1),
                full ? s.ComplexOutput("dx0", states, Recurrence(shape, 1)) : default, shape);
        });

    private static ConformanceCase<T> Shared(RecurrenceShape shape, bool full, bool reversed) =>
        Case(nameof(IBackend<>.S5Recurrence), Text(shape, full) + (reversed ? ", reversed" : ""), s =>
        {
            int product = shape.Modes * shape.Channels, states = shape.Batch * shape.Modes;
            s.Backend.S5Recurrence(
                s.Input("u", Elements(shape)), System(s, shape, shape.Modes, product, product, full), Number(2),
                full ? s.ComplexInput("x0", states) : default, full ? s.Resets(shape.Batch, shape.Length) : default,
                s.Output("y", Elements(shape), Recurrence(shape, shape.Modes + shape.Channels)),
                full ? s.ComplexOutput("last", states, Recurrence(shape, shape.Channels)) : default, default, shape,
                reversed);
        });

    private static ConformanceCase<T> SharedAdjoint(RecurrenceShape shape, bool full, bool reversed) =>
        Case(nameof(IBackend<>.S5RecurrenceAdjoint), Text(shape, full) + (reversed ? ", reversed" : ""), s =>
        {
            int product = shape.Modes * shape.Channels, states = shape.Batch * shape.Modes;
            View<T> u = s.Input("u", Elements(shape));
            DiagonalSystemView<T> system = System(s, shape, shape.Modes, product, product, full);
            View<int> resets = full ? s.Resets(shape.Batch, shape.Length) : default;
            View<T> borders = s.Kept("borders", s.Backend.S5RecurrenceBorders(shape));
            s.Backend.S5Recurrence(
                u, system, Number(2), full ? s.ComplexInput("x0", states) : default, resets,
                s.Scratch(Elements(shape)), default, borders, shape, reversed);
            s.Backend.S5RecurrenceAdjoint(
                u, system, Number(2), borders, resets, s.Input("dy", Elements(shape)),
                full ? s.ComplexInput("dlast", states) : default,
                s.Output("du", Elements(shape), Recurrence(shape, shape.Modes + shape.Channels)),
                Gradients(s, shape, shape.Modes, product, product, full, shape.Channels),
                full ? s.ComplexOutput("dx0", states, Recurrence(shape, shape.Channels)) : default, shape, reversed);
        });

    private static DiagonalSystemView<T> System(Scene<T> s, RecurrenceShape shape, int a, int b, int c, bool full) =>
        new(
            s.ComplexInput("a", a, Fill.Ring(0.5, Radius)), s.ComplexInput("b", b), s.ComplexInput("c", c),
            full ? s.Input("d", shape.Channels) : default);

    // Sums over all steps of all sequences, of products of two results of the recurrence.
    private static DiagonalSystemView<T> Gradients(
        Scene<T> s, RecurrenceShape shape, int a, int b, int c, bool full, int inputs)
    {
        Tolerance sum = Tolerance.Each(
            (2.0 * Recurrence(shape, inputs).Roundings) + ((double)shape.Batch * shape.Length));
        return new(
            s.ComplexOutput("da", a, sum), s.ComplexOutput("db", b, sum), s.ComplexOutput("dc", c, sum),
            full ? s.Output("dd", shape.Channels, sum) : default);
    }

    private static int Elements(RecurrenceShape shape) => shape.Batch * shape.Length * shape.Channels;

    private static string Text(RecurrenceShape shape, bool full) =>
        $"({shape.Batch}, {shape.Length}, {shape.Channels}) of {shape.Modes} modes"
        + (full ? " with all operands" : "");

    private static IEnumerable<ConformanceCase<T>> GatedUnits(bool tiny)
    {
        GatedUnitShape[] shapes = tiny
            ? [new(1, 1, 1, 1), new(2, 5, 3, 4), new(1, 9, 8, 5)]
            :
            [
                new(0, 3, 2, 2), new(1, 1, 1, 1), new(2, 65, 17, 33), new(3, 129, 64, 64), new(1, 1025, 5, 3),
                new(2, 33, 130, 65),
            ];
        foreach (GatedUnitShape shape in shapes)
        {
            yield return GatedUnit(new GeluErf<T>(), shape, full: true);
            yield return GatedUnit(new Identity<T>(), shape, full: false);
            yield return GatedUnitAdjoint(new GeluErf<T>(), shape, full: true);
            yield return GatedUnitAdjoint(new Identity<T>(), shape, full: false);
        }
    }

    private static ConformanceCase<T> GatedUnit<TOp>(TOp op, GatedUnitShape shape, bool full)
        where TOp : struct, IUnaryOp<T> =>
        Case(nameof(IBackend<>.GatedLinearUnit), Text<TOp>(shape, full), s =>
        {
            int rows = shape.Batch * shape.Length, outputs = rows * shape.Outputs;
            s.Backend.GatedLinearUnit(
                op, s.Input("x", rows * shape.Inputs), Weights(s, shape),
                full ? s.Input("m", shape.Batch * shape.Inputs) : default,
                full ? s.Input("n", shape.Batch * shape.Outputs) : default,
                full ? s.Input("residual", outputs) : default,
                s.Output("y", outputs, Tolerance.Each((2 * shape.Inputs) + (2 * Function))),
                full ? s.Kept("value", outputs) : default, full ? s.Kept("gate", outputs) : default, shape);
        });

    private static ConformanceCase<T> GatedUnitAdjoint<TOp>(TOp op, GatedUnitShape shape, bool full)
        where TOp : struct, IUnaryOp<T> =>
        Case(nameof(IBackend<>.GatedLinearUnitAdjoint), Text<TOp>(shape, full), s =>
        {
            int rows = shape.Batch * shape.Length, outputs = rows * shape.Outputs;
            int weight = shape.Inputs * shape.Outputs;
            View<T> x = s.Input("x", rows * shape.Inputs);
            GatedUnitView<T> weights = Weights(s, shape);
            View<T> m = full ? s.Input("m", shape.Batch * shape.Inputs) : default;
            View<T> n = full ? s.Input("n", shape.Batch * shape.Outputs) : default;
            View<T> value = s.Kept("value", outputs), gate = s.Kept("gate", outputs);
            s.Backend.GatedLinearUnit(op, x, weights, m, n, default, s.Scratch(outputs), value, gate, shape);

            // The products of the forward direction, and sums over outputs or over rows.
            double products = (2 * shape.Inputs) + (3 * Function);
            Tolerance inner = Tolerance.Each(products + (2 * shape.Outputs)), sum = Tolerance.Each(products + rows);
            s.Backend.GatedLinearUnitAdjoint(
                op, x, weights, m, n, value, gate, s.Input("dy", outputs),
                s.Output("dx", rows * shape.Inputs, inner),
                new GatedUnitView<T>(
                    s.Output("dw1", weight, sum), s.Output("db1", shape.Outputs, sum), s.Output("dw2", weight, sum),
                    s.Output("db2", shape.Outputs, sum)), shape);
        });

    private static GatedUnitView<T> Weights(Scene<T> s, GatedUnitShape shape) => new(
        s.Input("w1", shape.Inputs * shape.Outputs), s.Input("b1", shape.Outputs),
        s.Input("w2", shape.Inputs * shape.Outputs), s.Input("b2", shape.Outputs));

    private static string Text<TOp>(GatedUnitShape shape, bool full) =>
        $"{NameOf<TOp>()} ({shape.Batch}, {shape.Length}, {shape.Inputs} to {shape.Outputs})"
        + (full ? " with all operands" : "");
}
