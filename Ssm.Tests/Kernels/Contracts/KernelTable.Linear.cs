using Ssm.Kernels;
using static Ssm.Tests.Kernels.Contracts.KernelTableSizes;

namespace Ssm.Tests.Kernels.Contracts;

/// <content>Matrix products: n columns, m rows, sums over 11 terms.</content>
internal static partial class KernelTable<T>
{
    private const int Depth = 11;

    private static IEnumerable<KernelRow<T>> Products() =>
    [
        .. from left in (bool[])[false, true]
           from right in (bool[])[false, true]
           from row in Products(left, right)
           select row,
        new("MatMul.MultiplyBatched", (n, m) => Call()
            .Room("a", KernelUse.Read, Batch * m * Depth, KernelCall<T>.Row(Depth))
            .Room("b", KernelUse.Read, Depth * n, KernelCall<T>.Lane(n))
            .Room("c", KernelUse.Written, Batch * m * n, KernelCall<T>.Both(n))
            .Does((s, threads) => MatMul.MultiplyBatched<T>(
                s["a"], s["b"], s["c"], Batch, m * Depth, 0, m * n, new(m, n, Depth), false, threads)), 3000),
        new("GatedLinearUnit.Forward", (n, m) => Gated(n)
            .In("x", Batch * m * n, KernelCall<T>.Row(n))
            .In("maskIn", Batch * n, KernelCall<T>.All).In("maskOut", Batch * n, KernelCall<T>.All)
            .In("residual", Batch * m * n, KernelCall<T>.Row(n))
            .Out("y", Batch * m * n, KernelCall<T>.Row(n))
            .Out("v", Batch * m * n, KernelCall<T>.Row(n)).Out("g", Batch * m * n, KernelCall<T>.Row(n))
            .Does((s, threads) => GatedLinearUnit.Forward(
                default(GeluTanh<T>), s["x"], Weights(s), s["maskIn"], s["maskOut"], s["residual"], s["y"],
                s["v"], s["g"], new(Batch, m, n, n), threads)), 700),
        new("GatedLinearUnit.Adjoint", (n, m) => Gated(n)
            .In("x", Batch * m * n, KernelCall<T>.Row(n))
            .In("maskIn", Batch * n, KernelCall<T>.All).In("maskOut", Batch * n, KernelCall<T>.All)
            .In("v", Batch * m * n, KernelCall<T>.Row(n)).In("g", Batch * m * n, KernelCall<T>.Row(n))
            .In("dy", Batch * m * n, KernelCall<T>.Row(n))
            .Out("dx", Batch * m * n, KernelCall<T>.Row(n))
            .Out("dvalue", n * n, KernelCall<T>.All).Out("dvalueBias", n, KernelCall<T>.All)
            .Out("dgate", n * n, KernelCall<T>.All).Out("dgateBias", n, KernelCall<T>.All)
            .Ignores("valueBias").Ignores("gateBias")
            .Does((s, threads) => GatedLinearUnit.Adjoint(
                default(GeluTanh<T>), s["x"], Weights(s), s["maskIn"], s["maskOut"], s["v"], s["g"], s["dy"], s["dx"],
                new GatedUnitGradients<T>(s["dvalue"], s["dvalueBias"], s["dgate"], s["dgateBias"]),
                new(Batch, m, n, n), threads)), 700),
    ];

    private static IEnumerable<KernelRow<T>> Products(bool left, bool right)
    {
        string tail = $"{(left ? "t" : "n")}{(right ? "t" : "n")}";
        yield return new($"MatMul.Multiply {tail}", (n, m) => Factors(left, right, n, m)
            .Out("c", m * n, KernelCall<T>.Both(n))
            .Does((s, threads) => MatMul.Multiply<T>(
                s["a"], s["b"], s["c"], new(m, n, Depth, left, right), false, threads)), 3000);
        yield return new($"MatMul.Multiply onto the result {tail}", (n, m) => Factors(left, right, n, m)
            .Both("c", m * n, KernelCall<T>.Both(n))
            .Does((s, threads) => MatMul.Multiply<T>(
                s["a"], s["b"], s["c"], new(m, n, Depth, left, right), true, threads)), 3000);
        yield return new($"MatMul.Affine {tail}", (n, m) => Factors(left, right, n, m)
            .In("bias", n, KernelCall<T>.Lane(n))
            .Out("c", m * n, KernelCall<T>.Both(n))
            .Does((s, threads) => MatMul.Affine<T, GeluTanh<T>>(
                s["a"], s["b"], s["bias"], default, s["c"], new(m, n, Depth, left, right), threads)), 3000);
        yield return new($"ComplexMatMul.Multiply {tail}", (n, m) => Call()
            .ComplexIn("a", m * Depth, Left(left, m)).ComplexIn("b", Depth * n, Right(right, n))
            .ComplexOut("c", m * n, KernelCall<T>.Both(n))
            .Does((s, threads) => ComplexMatMul.Multiply(
                s.Planes("a"), s.Planes("b"), s.Planes("c"), new(m, n, Depth, left, right), left, right,
                threads)), 3000);
    }

    private static KernelCall<T> Factors(bool left, bool right, int n, int m) =>
        Call().In("a", m * Depth, Left(left, m)).In("b", Depth * n, Right(right, n));

    private static Func<int, Place> Left(bool transposed, int m) =>
        transposed ? i => new(i % m, -1) : KernelCall<T>.Row(Depth);

    private static Func<int, Place> Right(bool transposed, int n) =>
        transposed ? KernelCall<T>.Group(Depth) : KernelCall<T>.Lane(n);

    private static KernelCall<T> Gated(int n) => Call()
        .In("value", n * n, KernelCall<T>.All).In("valueBias", n, KernelCall<T>.All)
        .In("gate", n * n, KernelCall<T>.All).In("gateBias", n, KernelCall<T>.All);

    private static GatedUnitWeights<T> Weights(KernelMemory<T> s) =>
        new(s["value"], s["valueBias"], s["gate"], s["gateBias"]);
}
