using Ssm.Kernels;
using static Ssm.Tests.Kernels.Contracts.KernelTableSizes;

namespace Ssm.Tests.Kernels.Contracts;

/// <content>Kernels of state space models that are made once, and the short convolution.</content>
internal static partial class KernelTable<T>
{
    private const int Numerators = 2;
    private const int Taps = 4;

    private static IEnumerable<KernelRow<T>> Systems() =>
    [
        new("Vandermonde.Forward", (n, m) => VandermondeCall(n)
            .Out("k", m * n, KernelCall<T>.Lane(n))
            .Does((s, threads) => Vandermonde.Forward(
                s.Planes("v"), s.Planes("z"), Number(2), s["k"], m, n, Modes, threads)), 700),
        new("Vandermonde.Adjoint", (n, m) => VandermondeCall(n)
            .In("dk", m * n, KernelCall<T>.Lane(n))
            .ComplexOut("dv", n * Modes, KernelCall<T>.Group(Modes))
            .ComplexOut("dz", n * Modes, KernelCall<T>.Group(Modes))
            .Does((s, threads) => Vandermonde.Adjoint(
                s.Planes("v"), s.Planes("z"), Number(2), s["dk"], s.Planes("dv"), s.Planes("dz"), m, n, Modes,
                threads)), 700),
        new("Cauchy.Forward", (n, m) =>
        {
            CauchyShape shape = new(Numerators, Math.Max(1, m), n, Modes);
            return CauchyCall(n)
                .ComplexOut("c", shape.Sums, KernelCall<T>.Lane(n))
                .Does((s, threads) =>
                    Cauchy.Forward(s.Planes("v"), s.Planes("z"), s.Planes("c"), shape, threads));
        }, 1300),
        new("Cauchy.Adjoint", (n, m) =>
        {
            CauchyShape shape = new(Numerators, Math.Max(1, m), n, Modes);
            return CauchyCall(n)
                .ComplexIn("dc", shape.Sums, KernelCall<T>.Lane(n))
                .ComplexOut("dv", shape.Weights, i => new(-1, i / Modes % n))
                .ComplexOut("dz", shape.Poles, KernelCall<T>.Group(Modes))
                .Does((s, threads) => Cauchy.Adjoint(
                    s.Planes("v"), s.Planes("z"), s.Planes("dc"), s.Planes("dv"), s.Planes("dz"), shape, threads));
        }, 1300),
        new("CausalConv1d.Forward", (n, m) => Taken(n, m)
            .In("bias", n, KernelCall<T>.Lane(n))
            .Out("y", Batch * m * n, KernelCall<T>.Sequence(m, n))
            .Does((s, threads) => CausalConv1d.Forward<T>(
                s["x"], s["weight"], s["bias"], s["previous"], s["y"], new(Batch, m, n, Taps), threads)), 2000),
        new("CausalConv1d.Backward", (n, m) => Taken(n, m)
            .In("dy", Batch * m * n, KernelCall<T>.Sequence(m, n))
            .Out("dx", Batch * m * n, KernelCall<T>.Sequence(m, n))
            .Out("dweight", Taps * n, KernelCall<T>.Lane(n))
            .Out("dbias", n, KernelCall<T>.Lane(n))
            .Out("dprevious", Batch * (Taps - 1) * n, KernelCall<T>.Sequence(Taps - 1, n))
            .Does((s, threads) => CausalConv1d.Backward<T>(
                s["x"], s["weight"], s["previous"], s["dy"], s["dx"], s["dweight"], s["dbias"], s["dprevious"],
                new(Batch, m, n, Taps), threads)), 2000),
        new("CausalConv1d.Step", (n, _) => Call()
            .In("x", n, KernelCall<T>.Lane(n))
            .In("weight", Taps * n, KernelCall<T>.Lane(n))
            .In("bias", n, KernelCall<T>.Lane(n))
            .Both("state", (Taps - 1) * n, KernelCall<T>.Lane(n))
            .Out("y", n, KernelCall<T>.Lane(n))
            .Does((s, _) => CausalConv1d.Step<T>(s["x"], s["weight"], s["bias"], s["state"], s["y"])), 0),
    ];

    private static KernelCall<T> VandermondeCall(int n) => Call()
        .ComplexIn("v", n * Modes, KernelCall<T>.Group(Modes))
        .ComplexIn("z", n * Modes, KernelCall<T>.Group(Modes), -0.5, -0.01);

    private static KernelCall<T> CauchyCall(int n) => Call()
        .ComplexIn("v", Numerators * n * Modes, i => new(-1, i / Modes % n))
        .ComplexIn("z", n * Modes, KernelCall<T>.Group(Modes), -0.5, -0.01);

    private static KernelCall<T> Taken(int n, int m) => Call()
        .In("x", Batch * m * n, KernelCall<T>.Sequence(m, n))
        .In("weight", Taps * n, KernelCall<T>.Lane(n))
        .In("previous", Batch * (Taps - 1) * n, KernelCall<T>.Sequence(Taps - 1, n));
}
