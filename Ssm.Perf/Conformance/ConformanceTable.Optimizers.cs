using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Optimiser steps.</content>
internal static partial class ConformanceTable<T>
{
    private static IEnumerable<ConformanceCase<T>> Optimizers(bool tiny)
    {
        // A root, two divisions, some products; the constants are rounded, too.
        Tolerance step = Tolerance.Each(Function);
        AdamSettings settings = new(0.01, Beta2: 0.99, WeightDecay: 0.1);
        foreach (int count in (int[])(tiny ? [1, 7, 130] : [0, 1, 1021, 65_536, 100_003]))
        {
            foreach (int k in (int[])[1, 1000])
            {
                string detail = $"of {count}, step {k}";
                yield return Case(nameof(IBackend<>.AdamW), detail, s => s.Backend.AdamW(
                    s.Changed("p", count, step), s.Input("g", count), s.Changed("m", count, step),
                    s.Changed("v", count, step, Fill.Uniform(0, 1)), settings, k));
                yield return Case(nameof(IBackend<>.AdamWAmsGrad), detail, s => s.Backend.AdamWAmsGrad(
                    s.Changed("p", count, step), s.Input("g", count), s.Changed("m", count, step),
                    s.Changed("v", count, step, Fill.Uniform(0, 1)),
                    s.Changed("greatest", count, step, Fill.Uniform(0, 1)), settings, k));
                yield return Case(nameof(IBackend<>.Adam), detail, s => s.Backend.Adam(
                    s.Changed("p", count, step), s.Input("g", count), s.Changed("m", count, step),
                    s.Changed("v", count, step, Fill.Uniform(0, 1)), settings, k));
            }

            yield return Case(nameof(IBackend<>.Sgd), $"of {count}", s => s.Backend.Sgd(
                s.Changed("p", count, step), s.Input("g", count), 0.1, 0.01));
            yield return Case(nameof(IBackend<>.SgdMomentum), $"of {count}", s => s.Backend.SgdMomentum(
                s.Changed("p", count, step), s.Input("g", count), s.Changed("buffer", count, step), 0.1, 0.9, 0.01));
            yield return Case(nameof(IBackend<>.SgdNesterov), $"of {count}", s => s.Backend.SgdNesterov(
                s.Changed("p", count, step), s.Input("g", count), s.Changed("buffer", count, step), 0.1, 0.9, 0.01));
            yield return Case(nameof(IBackend<>.SumOfSquares), $"of {count}", s => s.Backend.SumOfSquares(
                s.Input("x", count), s.Output("sum", 1, Tolerance.Each(count + 1))));
        }

        yield return Case(nameof(IBackend<>.AdamW), "from nothing", s => s.Backend.AdamW(
            s.Changed("p", 67, step), s.Input("g", 67, Fill.Signed(0.1, 1)),
            s.Changed("m", 67, step, Fill.Uniform(0, 0)), s.Changed("v", 67, step, Fill.Uniform(0, 0)), settings, 1));
    }
}
