using Ssm.Kernels;
using static Ssm.Tests.Kernels.Contracts.KernelTableSizes;

namespace Ssm.Tests.Kernels.Contracts;

/// <content>The selective scan. Weights that channels share have gradients that all channels reach.</content>
internal static partial class KernelTable<T>
{
    private static IEnumerable<KernelRow<T>> Selective() =>
    [
        new("SelectiveScan.Forward", (n, m) =>
        {
            SelectiveScanShape shape = new(Batch, m, n, Modes);
            return Operands(n, m)
                .In("initial", shape.StateElements, KernelCall<T>.States(n, Modes))
                .Out("y", shape.Elements, KernelCall<T>.Sequence(m, n))
                .Out("final", shape.StateElements, KernelCall<T>.States(n, Modes))
                .Out("carries", shape.CarryElements, KernelCall<T>.Sequence(shape.Carries * Modes, n))
                .Does((s, threads) => SelectiveScan.Forward(
                    Operands(s, s["initial"]), s["y"], s["final"], s["carries"], shape, threads));
        }, 700),
        new("SelectiveScan.Backward", (n, m) =>
        {
            SelectiveScanShape shape = new(Batch, m, n, Modes);
            return Operands(n, m)
                .In("initial", shape.StateElements, KernelCall<T>.States(n, Modes))
                .In("carries", shape.CarryElements, KernelCall<T>.Sequence(shape.Carries * Modes, n))
                .In("dy", shape.Elements, KernelCall<T>.Sequence(m, n))
                .In("dfinal", shape.StateElements, KernelCall<T>.States(n, Modes))
                .Out("du", shape.Elements, KernelCall<T>.Sequence(m, n))
                .Out("ddelta", shape.Elements, KernelCall<T>.Sequence(m, n))
                .Out("da", shape.RateElements, KernelCall<T>.Group(Modes))
                .Out("db", shape.WeightElements, KernelCall<T>.Row(Math.Max(1, m * Modes)))
                .Out("dc", shape.WeightElements, KernelCall<T>.Row(Math.Max(1, m * Modes)))
                .Out("dskip", n, KernelCall<T>.Lane(n))
                .Out("dgate", shape.Elements, KernelCall<T>.Sequence(m, n))
                .Out("dbias", n, KernelCall<T>.Lane(n))
                .Out("dinitial", shape.StateElements, KernelCall<T>.States(n, Modes))
                .Ignores("initial")
                .Does((s, threads) => SelectiveScan.Backward(
                    Operands(s, s["initial"]),
                    s["carries"],
                    s["dy"],
                    s["dfinal"],
                    new SelectiveScanGradients<T>
                    {
                        U = s["du"],
                        Delta = s["ddelta"],
                        A = s["da"],
                        B = s["db"],
                        C = s["dc"],
                        Skip = s["dskip"],
                        Gate = s["dgate"],
                        DeltaBias = s["dbias"],
                        Initial = s["dinitial"],
                    },
                    shape,
                    threads));
        }, 700),
        new("SelectiveScan.Step", (n, _) => Operands(n, 1)
            .Both("state", Batch * n * Modes, KernelCall<T>.States(n, Modes))
            .Out("y", Batch * n, KernelCall<T>.Both(n))
            .Does((s, _) =>
                SelectiveScan.Step(Operands(s, default), s["state"], s["y"], new(Batch, 1, n, Modes))), 0),
    ];

    private static KernelCall<T> Operands(int n, int m) => Call()
        .In("u", Batch * m * n, KernelCall<T>.Sequence(m, n))
        .In("delta", Batch * m * n, KernelCall<T>.Sequence(m, n))
        .In("a", n * Modes, KernelCall<T>.Group(Modes), -2.0, -0.1)
        .In("b", Batch * m * Modes, KernelCall<T>.Row(Math.Max(1, m * Modes)))
        .In("c", Batch * m * Modes, KernelCall<T>.Row(Math.Max(1, m * Modes)))
        .In("skip", n, KernelCall<T>.Lane(n))
        .In("gate", Batch * m * n, KernelCall<T>.Sequence(m, n))
        .In("bias", n, KernelCall<T>.Lane(n));

    private static SelectiveScanOperands<T> Operands(KernelMemory<T> s, ReadOnlySpan<T> initial) => new()
    {
        U = s["u"],
        Delta = s["delta"],
        A = s["a"],
        B = s["b"],
        C = s["c"],
        Skip = s["skip"],
        Gate = s["gate"],
        DeltaBias = s["bias"],
        Initial = initial,
        Softplus = true,
    };
}
