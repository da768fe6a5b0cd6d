using Ssm.Kernels;
using static Ssm.Tests.Kernels.Contracts.KernelTableSizes;

namespace Ssm.Tests.Kernels.Contracts;

/// <content>Sums over an axis (batch, m, n) and over all.</content>
internal static partial class KernelTable<T>
{
    private static IEnumerable<KernelRow<T>> Reductions() =>
    [
        new("Reduce.Sum", (n, m) => Axis(n, m)
            .Does((s, threads) => Reduce.Sum<T>(s["x"], s["y"], Batch, m, n, threads)), 8000),
        new("Reduce.Product", (n, m) => Axis(n, m)
            .Does((s, threads) => Reduce.Product<T>(s["x"], s["y"], Batch, m, n, threads)), 8000),
        new("Reduce.Max", (n, m) => Axis(n, m)
            .Does((s, threads) => Reduce.Max<T>(s["x"], s["y"], Batch, m, n, threads)), 8000),
        new("Reduce.Min", (n, m) => Axis(n, m)
            .Does((s, threads) => Reduce.Min<T>(s["x"], s["y"], Batch, m, n, threads)), 8000),
        new("Reduce.Sum of rows", (n, m) => Call().In("x", m * n, KernelCall<T>.Row(Math.Max(1, n)))
            .Out("y", m, KernelCall<T>.Row(1))
            .Does((s, threads) => Reduce.Sum<T>(s["x"], s["y"], m, n, 1, threads)), 8000),
        new("Reduce.Dot", (n, m) => Call().In("x", m * n, KernelCall<T>.All).In("y", m * n, KernelCall<T>.All)
            .Result("sum")
            .Does((s, threads) => s["sum"][0] = Number(Reduce.Dot<T>(s["x"], s["y"], threads))), 8000),
        new("Reduce.SumOfSquares", (n, m) => Call()
            .Room("x", KernelUse.Read, m * n, KernelCall<T>.All).Result("sum")
            .Does((s, threads) => s["sum"][0] = Number(Reduce.SumOfSquares<T>(s["x"], threads))), 8000),
        new("CumulativeSum.Forward", (n, m) => Running(n, m)
            .Does((s, threads) => CumulativeSum.Forward<T>(s["x"], s["y"], Batch, m, n, threads)), 8000),
        new("CumulativeSum.Reversed", (n, m) => Running(n, m)
            .Does((s, threads) => CumulativeSum.Reversed<T>(s["x"], s["y"], Batch, m, n, threads)), 8000),
    ];

    private static KernelCall<T> Axis(int n, int m) => Call()
        .In("x", Batch * m * n, KernelCall<T>.Sequence(m, n)).Out("y", Batch * n, KernelCall<T>.Both(n));

    private static KernelCall<T> Running(int n, int m) => Call()
        .In("x", Batch * m * n, KernelCall<T>.Sequence(m, n))
        .Out("y", Batch * m * n, KernelCall<T>.Sequence(m, n))
        .MayBe("y", "x");
}
