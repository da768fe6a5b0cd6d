using Ssm.Kernels;
using static Ssm.Tests.Kernels.Contracts.KernelTableSizes;

namespace Ssm.Tests.Kernels.Contracts;

/// <content>Transforms along time and along rows, and convolutions.</content>
internal static partial class KernelTable<T>
{
    private static IEnumerable<KernelRow<T>> Transforms() =>
    [
        new("FftPlan.Forward", (n, m) =>
        {
            FftPlan<T> plan = new(Math.Max(1, m));
            return Lanes("x", n, plan.Length).ComplexOut("y", plan.Length * n, KernelCall<T>.Lane(n)).MayBe("y", "x")
                .Does((s, threads) => plan.Forward(s.Planes("x"), s.Planes("y"), n, threads));
        }, 1024),
        new("FftPlan.Inverse", (n, m) =>
        {
            FftPlan<T> plan = new(Math.Max(1, m));
            return Lanes("x", n, plan.Length).ComplexOut("y", plan.Length * n, KernelCall<T>.Lane(n)).MayBe("y", "x")
                .Does((s, threads) => plan.Inverse(s.Planes("x"), s.Planes("y"), n, threads));
        }, 1022),
        new("RealFftPlan.Forward", (n, m) =>
        {
            RealFftPlan<T> plan = new(Math.Max(1, m));
            return Call().In("x", plan.Length * n, KernelCall<T>.Lane(n))
                .ComplexOut("spectrum", plan.Bins * n, KernelCall<T>.Lane(n))
                .Does((s, threads) => plan.Forward(s["x"], s.Planes("spectrum"), n, threads));
        }, 1024),
        new("RealFftPlan.Inverse", (n, m) =>
        {
            RealFftPlan<T> plan = new(Math.Max(1, m));
            return Lanes("spectrum", n, plan.Bins).Out("x", plan.Length * n, KernelCall<T>.Lane(n))
                .Does((s, threads) => plan.Inverse(s.Planes("spectrum"), s["x"], n, threads));
        }, 1022),

        // Rows are what is independent here: n of them.
        new("RowFftPlan.Forward", (n, m) =>
        {
            RowFftPlan<T> plan = new(Math.Max(1, m));
            return Rows("x", n, plan.Length)
                .ComplexOut("y", plan.Length * n, KernelCall<T>.Row(plan.Length)).MayBe("y", "x")
                .Does((s, threads) => plan.Forward(s.Planes("x"), s.Planes("y"), n, threads));
        }, 1024),
        new("RowFftPlan.Inverse", (n, m) =>
        {
            RowFftPlan<T> plan = new(Math.Max(1, m));
            return Rows("x", n, plan.Length)
                .ComplexOut("y", plan.Length * n, KernelCall<T>.Row(plan.Length)).MayBe("y", "x")
                .Does((s, threads) => plan.Inverse(s.Planes("x"), s.Planes("y"), n, threads));
        }, 1022),
        new("RealRowFftPlan.Forward", (n, m) =>
        {
            RealRowFftPlan<T> plan = new(Math.Max(1, m));
            return Call().In("x", plan.Length * n, KernelCall<T>.Row(plan.Length))
                .ComplexOut("spectrum", plan.Bins * n, KernelCall<T>.Row(plan.Bins))
                .Does((s, threads) => plan.Forward(s["x"], s.Planes("spectrum"), n, threads));
        }, 1024),
        new("RealRowFftPlan.Inverse", (n, m) =>
        {
            RealRowFftPlan<T> plan = new(Math.Max(1, m));
            return Rows("spectrum", n, plan.Bins).Out("x", plan.Length * n, KernelCall<T>.Row(plan.Length))
                .Does((s, threads) => plan.Inverse(s.Planes("spectrum"), s["x"], n, threads));
        }, 1022),
    ];

    private static IEnumerable<KernelRow<T>> Convolutions() =>
    [
        new("FftConvolution.Forward", (n, m) =>
        {
            FftConvolution<T> plan = new(Math.Max(1, m), 7);
            return Signal("u", n, plan.Length).In("k", 7 * n, KernelCall<T>.Lane(n))
                .Out("y", Batch * plan.Length * n, KernelCall<T>.Sequence(plan.Length, n))
                .Does((s, threads) => plan.Forward(s["u"], s["k"], s["y"], Batch, n, threads));
        }, 600),
        new("FftConvolution.Backward", (n, m) =>
        {
            FftConvolution<T> plan = new(Math.Max(1, m), 7);
            return Signal("u", n, plan.Length).In("k", 7 * n, KernelCall<T>.Lane(n))
                .In("dy", Batch * plan.Length * n, KernelCall<T>.Sequence(plan.Length, n))
                .Out("du", Batch * plan.Length * n, KernelCall<T>.Sequence(plan.Length, n))
                .Out("dk", 7 * n, KernelCall<T>.Lane(n))
                .Does((s, threads) => plan.Backward(s["u"], s["k"], s["dy"], s["du"], s["dk"], Batch, n, threads));
        }, 600),
        new("FftConvolution.ForwardTwoSided", (n, m) =>
        {
            FftConvolution<T> plan = new(Math.Max(1, m), 7);
            return Signal("u", n, plan.Length)
                .In("past", 7 * n, KernelCall<T>.Lane(n)).In("future", 7 * n, KernelCall<T>.Lane(n))
                .Out("y", Batch * plan.Length * n, KernelCall<T>.Sequence(plan.Length, n))
                .Does((s, threads) =>
                    plan.ForwardTwoSided(s["u"], s["past"], s["future"], s["y"], Batch, n, threads));
        }, 600),
        new("FftConvolution.BackwardTwoSided", (n, m) =>
        {
            FftConvolution<T> plan = new(Math.Max(1, m), 7);
            return Signal("u", n, plan.Length)
                .In("past", 7 * n, KernelCall<T>.Lane(n)).In("future", 7 * n, KernelCall<T>.Lane(n))
                .In("dy", Batch * plan.Length * n, KernelCall<T>.Sequence(plan.Length, n))
                .Out("du", Batch * plan.Length * n, KernelCall<T>.Sequence(plan.Length, n))
                .Out("dPast", 7 * n, KernelCall<T>.Lane(n)).Out("dFuture", 7 * n, KernelCall<T>.Lane(n))
                .Does((s, threads) => plan.BackwardTwoSided(
                    s["u"], s["past"], s["future"], s["dy"], s["du"], s["dPast"], s["dFuture"], Batch, n, threads));
        }, 600),
        new("DirectConvolution.Forward", (n, m) => Signal("u", n, m).In("k", 7 * n, KernelCall<T>.Lane(n))
            .Out("y", Batch * m * n, KernelCall<T>.Sequence(m, n))
            .Does((s, threads) =>
                DirectConvolution.Forward<T>(s["u"], s["k"], s["y"], Batch, m, 7, n, threads)), 1200),
        new("DirectConvolution.Backward", (n, m) => Signal("u", n, m).In("k", 7 * n, KernelCall<T>.Lane(n))
            .In("dy", Batch * m * n, KernelCall<T>.Sequence(m, n))
            .Out("du", Batch * m * n, KernelCall<T>.Sequence(m, n)).Out("dk", 7 * n, KernelCall<T>.Lane(n))
            .Does((s, threads) => DirectConvolution.Backward<T>(
                s["u"], s["k"], s["dy"], s["du"], s["dk"], Batch, m, 7, n, threads)), 1200),
    ];

    private static KernelCall<T> Lanes(string name, int n, int m) =>
        Call().ComplexIn(name, m * n, KernelCall<T>.Lane(n));

    private static KernelCall<T> Rows(string name, int n, int m) => Call().ComplexIn(name, m * n, KernelCall<T>.Row(m));

    private static KernelCall<T> Signal(string name, int n, int m) =>
        Call().In(name, Batch * m * n, KernelCall<T>.Sequence(m, n));
}
