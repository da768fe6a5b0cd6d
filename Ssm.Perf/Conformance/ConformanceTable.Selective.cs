using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Selective scans.</content>
internal static partial class ConformanceTable<T>
{
    private static IEnumerable<ConformanceCase<T>> SelectiveScans(bool tiny)
    {
        SelectiveScanShape[] shapes = tiny
            ?
            [
                new(1, 1, 1, 1), new(2, 9, 3, 2), new(1, 40, 2, 4), new(1, 33, 4, 3, 2), new(1, 7, 3, 2, 1, true, true),
            ]
            :
            [
                new(0, 3, 2, 2), new(1, 0, 3, 2), new(1, 1, 1, 1), new(2, 65, 17, 16), new(1, 257, 12, 5, 3),
                new(2, 33, 7, 1), new(1, 100, 5, 3, 1, true), new(1, 100, 5, 3, 1, false, true),
                new(2, 64, 8, 4, 1, true, true), new(1, 4099, 3, 2), new(1, 96, 130, 16), new(3, 31, 64, 7),
            ];
        foreach (SelectiveScanShape shape in shapes)
        {
            foreach (bool full in (bool[])[true, false])
            {
                yield return Selective(shape, full);
                yield return SelectiveAdjoint(shape, full);
                yield return ComplexSelective(shape, full);
                yield return ComplexSelectiveAdjoint(shape, full);
            }
        }
    }

    // Rates and steps of which every state forgets: within 8 / (least rate · least step) steps.
    private const double LeastRate = 0.25;

    private const double LeastStep = 0.125;

    // |ΔA|, with steps of up to softplus(3) and rates of up to |1.5 + 3i|.
    private const double LargestExponent = 10.3;

    private static Tolerance State(SelectiveScanShape shape, double more)
    {
        double steps = Tolerance.Steps(shape.Length, Math.Exp(-LeastRate * LeastStep));

        // A step is an exponential, whose argument's rounding counts as often as it is large, three products and a sum,
        // in complex numbers twice that.
        return Tolerance.Each(((12.0 + LargestExponent) * steps) + Function + more);
    }

    private static Tolerance Sum(SelectiveScanShape shape, double more) =>
        State(shape, (2.0 * shape.States) + more + State(shape, 0.0).Roundings);

    // With softplus steps around 0.7, without it the step itself; and a rate that decays.
    private static Fill Steps(bool softplus) => softplus ? Fill.Uniform(-2, 2) : Fill.Uniform(LeastStep, 1);

    private static SelectiveScanViews<T> Operands(Scene<T> s, SelectiveScanShape shape, bool full) => new()
    {
        U = s.Input("u", shape.Elements),
        Delta = s.Input("delta", shape.Elements, Steps(full)),
        A = s.Input("a", shape.RateElements, Fill.Uniform(-1.5, -LeastRate)),
        B = s.Input("b", shape.InputElements),
        C = s.Input("c", shape.OutputElements),
        Skip = full ? s.Input("skip", shape.Channels) : default,
        Gate = full ? s.Input("gate", shape.Elements, Fill.Uniform(-4, 4)) : default,
        DeltaBias = full ? s.Input("bias", shape.Channels) : default,
        Initial = full ? s.Input("initial", shape.StateElements) : default,
    };

    private static ComplexSelectiveScanViews<T> ComplexOperands(Scene<T> s, SelectiveScanShape shape, bool full) =>
        new()
        {
            U = s.Input("u", shape.Elements),
            Delta = s.Input("delta", shape.Elements, Steps(full)),
            A = s.ComplexInput("a", shape.RateElements, Fill.Box(-1.5, -LeastRate, -3, 3)),
            B = s.ComplexInput("b", shape.InputElements),
            C = s.ComplexInput("c", shape.OutputElements),
            Skip = full ? s.Input("skip", shape.Channels) : default,
            Gate = full ? s.Input("gate", shape.Elements, Fill.Uniform(-4, 4)) : default,
            DeltaBias = full ? s.Input("bias", shape.Channels) : default,
            Initial = full ? s.ComplexInput("initial", shape.StateElements) : default,
        };

    private static ConformanceCase<T> Selective(SelectiveScanShape shape, bool full) =>
        Case(nameof(IBackend<>.SelectiveScan), Text(shape, full), s => s.Backend.SelectiveScan(
            Operands(s, shape, full), full ? s.Resets(shape.Batch, shape.Length) : default, full,
            s.Output("y", shape.Elements, State(shape, shape.States)),
            full ? s.Output("final", shape.StateElements, State(shape, 0)) : default, default, shape));

    private static ConformanceCase<T> ComplexSelective(SelectiveScanShape shape, bool full) =>
        Case(nameof(IBackend<>.ComplexSelectiveScan), Text(shape, full), s => s.Backend.ComplexSelectiveScan(
            ComplexOperands(s, shape, full), full ? s.Resets(shape.Batch, shape.Length) : default, full,
            s.Output("y", shape.Elements, State(shape, 2 * shape.States)),
            full ? s.ComplexOutput("final", shape.StateElements, State(shape, 0)) : default, default, shape));

    private static ConformanceCase<T> SelectiveAdjoint(SelectiveScanShape shape, bool full) =>
        Case(nameof(IBackend<>.SelectiveScanAdjoint), Text(shape, full), s =>
        {
            SelectiveScanViews<T> operands = Operands(s, shape, full);
            View<int> resets = full ? s.Resets(shape.Batch, shape.Length) : default;
            View<T> carries = s.Kept("carries", shape.CarryElements);
            s.Backend.SelectiveScan(operands, resets, full, s.Scratch(shape.Elements), default, carries, shape);
            Tolerance step = Sum(shape, 0), all = Sum(shape, (double)shape.Batch * shape.Length * 2.0);
            Tolerance input = shape.ConstantInput ? all : Sum(shape, shape.Channels);
            Tolerance output = shape.ConstantOutput ? all : Sum(shape, shape.Channels);
            s.Backend.SelectiveScanAdjoint(
                operands, resets, full, carries, s.Input("dy", shape.Elements),
                full ? s.Input("dfinal", shape.StateElements) : default,
                new SelectiveScanViews<T>
                {
                    U = s.Output("du", shape.Elements, step),
                    Delta = s.Output("ddelta", shape.Elements, step),
                    A = s.Output("da", shape.RateElements, all),
                    B = s.Output("db", shape.InputElements, input),
                    C = s.Output("dc", shape.OutputElements, output),
                    Skip = full ? s.Output("dskip", shape.Channels, all) : default,
                    Gate = full ? s.Output("dgate", shape.Elements, step) : default,
                    DeltaBias = full ? s.Output("dbias", shape.Channels, all) : default,
                    Initial = full ? s.Output("dinitial", shape.StateElements, step) : default,
                },
                shape);
        });

    private static ConformanceCase<T> ComplexSelectiveAdjoint(SelectiveScanShape shape, bool full) =>
        Case(nameof(IBackend<>.ComplexSelectiveScanAdjoint), Text(shape, full), s =>
        {
            ComplexSelectiveScanViews<T> operands = ComplexOperands(s, shape, full);
            View<int> resets = full ? s.Resets(shape.Batch, shape.Length) : default;
            View<T> carries = s.Kept("carries", 2 * shape.CarryElements);
            s.Backend.ComplexSelectiveScan(
                operands, resets, full, s.Scratch(shape.Elements), default, carries, shape);
            Tolerance step = Sum(shape, 2 * shape.States), all = Sum(shape, (double)shape.Batch * shape.Length * 2.0);
            Tolerance input = shape.ConstantInput ? all : Sum(shape, shape.Channels);
            Tolerance output = shape.ConstantOutput ? all : Sum(shape, shape.Channels);
            s.Backend.ComplexSelectiveScanAdjoint(
                operands, resets, full, carries, s.Input("dy", shape.Elements),
                full ? s.ComplexInput("dfinal", shape.StateElements) : default,
                new ComplexSelectiveScanViews<T>
                {
                    U = s.Output("du", shape.Elements, step),
                    Delta = s.Output("ddelta", shape.Elements, step),
                    A = s.ComplexOutput("da", shape.RateElements, all),
                    B = s.ComplexOutput("db", shape.InputElements, input),
                    C = s.ComplexOutput("dc", shape.OutputElements, output),
                    Skip = full ? s.Output("dskip", shape.Channels, all) : default,
                    Gate = full ? s.Output("dgate", shape.Elements, step) : default,
                    DeltaBias = full ? s.Output("dbias", shape.Channels, all) : default,
                    Initial = full ? s.ComplexOutput("dinitial", shape.StateElements, step) : default,
                },
                shape);
        });

    private static string Text(SelectiveScanShape shape, bool full) =>
        $"({shape.Batch}, {shape.Length}, {shape.Channels}) of {shape.States} states"
        + (shape.Groups > 1 ? $" in {shape.Groups} groups" : "") + (shape.ConstantInput ? ", constant B" : "")
        + (shape.ConstantOutput ? ", constant C" : "") + (full ? " with all operands" : "");
}
