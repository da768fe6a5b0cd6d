using Ssm.Kernels;

namespace Ssm.Tests.Kernels.Contracts;

/// <content>Steps of optimisers: every element for itself.</content>
internal static partial class KernelTable<T>
{
    private static readonly AdamSettings Settings = new(1e-2, WeightDecay: 1e-2);

    private static IEnumerable<KernelRow<T>> Optimizers() =>
    [
        new("AdamKernel.Step", (n, m) => Moments(n * m)
            .Does((s, threads) => AdamKernel.Step<T>(
                s["parameter"], s["gradient"], s["mean"], s["square"], Settings, 3, threads)), 8000),
        new("AdamWKernel.Step", (n, m) => Moments(n * m)
            .Does((s, threads) => AdamWKernel.Step<T>(
                s["parameter"], s["gradient"], s["mean"], s["square"], Settings, 3, threads)), 8000),
        new("AdamWKernel.StepAmsGrad", (n, m) => Moments(n * m)
            .Both("greatest", n * m, KernelCall<T>.Lane(n * m), 0.0, 1.0)
            .Does((s, threads) => AdamWKernel.StepAmsGrad<T>(
                s["parameter"], s["gradient"], s["mean"], s["square"], s["greatest"], Settings, 3, threads)), 8000),
        new("SgdKernel.Step", (n, m) => Slope(n * m)
            .Does((s, threads) => SgdKernel.Step<T>(s["parameter"], s["gradient"], 0.1, 0.01, threads)), 8000),
        new("SgdKernel.StepMomentum", (n, m) => Slope(n * m).Both("buffer", n * m, KernelCall<T>.Lane(n * m))
            .Does((s, threads) => SgdKernel.StepMomentum<T>(
                s["parameter"], s["gradient"], s["buffer"], 0.1, 0.9, 0.01, threads)), 8000),
        new("SgdKernel.StepNesterov", (n, m) => Slope(n * m).Both("buffer", n * m, KernelCall<T>.Lane(n * m))
            .Does((s, threads) => SgdKernel.StepNesterov<T>(
                s["parameter"], s["gradient"], s["buffer"], 0.1, 0.9, 0.01, threads)), 8000),
    ];

    private static KernelCall<T> Slope(int count) => Call()
        .Both("parameter", count, KernelCall<T>.Lane(count)).In("gradient", count, KernelCall<T>.Lane(count));

    private static KernelCall<T> Moments(int count) => Slope(count)
        .Both("mean", count, KernelCall<T>.Lane(count)).Both("square", count, KernelCall<T>.Lane(count), 0.0, 1.0);
}
