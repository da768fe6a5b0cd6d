using Ssm.Kernels;
using static Ssm.Tests.Kernels.Contracts.KernelTableSizes;

namespace Ssm.Tests.Kernels.Contracts;

/// <content>The recurrence of RG-LRU.</content>
internal static partial class KernelTable<T>
{
    private static SqrtOneMinusExp<T> Root => new(Number(1000), Number(0.01));

    private static IEnumerable<KernelRow<T>> RgLru() =>
    [
        new("RgLruRecurrence.Forward", (n, m) =>
        {
            ScanShape shape = new(Batch, m, n);
            return GatedOperands(n, m)
                .Out("h", shape.Elements, KernelCall<T>.Sequence(m, n))
                .Does((s, threads) => RgLruRecurrence.Forward(GatedOperands(s), Root, s["h"], shape, threads));
        }, 700),
        new("RgLruRecurrence.Adjoint", (n, m) =>
        {
            ScanShape shape = new(Batch, m, n);
            return GatedOperands(n, m)
                .In("h", shape.Elements, KernelCall<T>.Sequence(m, n))
                .In("dh", shape.Elements, KernelCall<T>.Sequence(m, n))
                .Out("dx", shape.Elements, KernelCall<T>.Sequence(m, n))
                .Out("dr", shape.Elements, KernelCall<T>.Sequence(m, n))
                .Out("di", shape.Elements, KernelCall<T>.Sequence(m, n))
                .Out("drate", n, KernelCall<T>.Lane(n))
                .Out("dinitial", shape.StateElements, KernelCall<T>.Both(n))
                .Does((s, threads) => RgLruRecurrence.Adjoint<T>(
                    GatedOperands(s),
                    Root,
                    s["h"],
                    s["dh"],
                    new RgLruGradients<T>
                    {
                        X = s["dx"],
                        RecurrenceGate = s["dr"],
                        InputGate = s["di"],
                        Rate = s["drate"],
                        Initial = s["dinitial"],
                    },
                    shape,
                    threads));
        }, 700),
        new("RgLruRecurrence.Step", (n, _) => Call()
            .In("x", n, KernelCall<T>.Lane(n))
            .In("r", n, KernelCall<T>.Lane(n), -3.0, 3.0)
            .In("i", n, KernelCall<T>.Lane(n), -3.0, 3.0)
            .In("rate", n, KernelCall<T>.Lane(n), 0.1, 3.0)
            .Both("state", n, KernelCall<T>.Lane(n))
            .Does((s, _) => RgLruRecurrence.Step<T>(
                s["x"], s["r"], s["i"], s["rate"], Root, begins: false, s["state"])), 0),
    ];

    private static KernelCall<T> GatedOperands(int n, int m) => Call()
        .In("x", Batch * m * n, KernelCall<T>.Sequence(m, n))
        .In("r", Batch * m * n, KernelCall<T>.Sequence(m, n), -3.0, 3.0)
        .In("i", Batch * m * n, KernelCall<T>.Sequence(m, n), -3.0, 3.0)
        .In("rate", n, KernelCall<T>.Lane(n), 0.1, 3.0)
        .In("initial", Batch * n, KernelCall<T>.Both(n));

    private static RgLruOperands<T> GatedOperands(KernelMemory<T> s) => new()
    {
        X = s["x"],
        RecurrenceGate = s["r"],
        InputGate = s["i"],
        Rate = s["rate"],
        Initial = s["initial"],
    };
}
