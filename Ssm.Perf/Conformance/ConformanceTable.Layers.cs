using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Norms, probabilities and losses.</content>
internal static partial class ConformanceTable<T>
{
    private static (int Rows, int Width)[] RowSizes(bool tiny) => tiny
        ? [(1, 1), (3, 7), (9, 4), (2, 130)]
        : [(0, 5), (1, 1), (7, 1), (301, 3), (129, 64), (65, 257), (3, 4099), (1025, 31), (2, 20_001)];

    private static IEnumerable<ConformanceCase<T>> Norms(bool tiny)
    {
        foreach ((int rows, int width) in RowSizes(tiny))
        {
            foreach (bool full in (bool[])[true, false])
            {
                string detail = $"({rows}, {width}){(full ? "" : " without weights")}";
                yield return LayerNorm(detail, rows, width, full);
                yield return LayerNormAdjoint(detail, rows, width, full);
                yield return RmsNorm(detail, rows, width, full);
                yield return RmsNormAdjoint(detail, rows, width, full);
                if (rows > 0)
                {
                    yield return BatchNorm(detail, rows, width, full);
                    yield return BatchNormAdjoint(detail, rows, width, full);
                }
            }
        }
    }

    // Two sums over a row, of which the second is of squares and under a root, and some products.
    private static Tolerance Norm(int width, double more = 0.0) => Tolerance.Each((2 * width) + Function + more);

    private static T Epsilon => Number(1.0 / 131_072);

    private static ConformanceCase<T> LayerNorm(string detail, int rows, int width, bool full) =>
        Case(nameof(IBackend<>.LayerNorm), detail, s => s.Backend.LayerNorm(
            s.Input("x", rows * width, Fill.Uniform(-1.0, 2.0)), full ? s.Input("w", width) : default,
            full ? s.Input("b", width) : default, s.Output("y", rows * width, Norm(width)),
            s.Output("mean", rows, Norm(width)), s.Output("inverse", rows, Norm(width)), width, Epsilon));

    private static ConformanceCase<T> LayerNormAdjoint(string detail, int rows, int width, bool full) =>
        Case(nameof(IBackend<>.LayerNormAdjoint), detail, s =>
        {
            View<T> x = s.Input("x", rows * width, Fill.Uniform(-1.0, 2.0));
            View<T> w = full ? s.Input("w", width) : default;
            View<T>[] given = s.Given(["mean", "inverse"], rows, v => s.Backend.LayerNorm(
                x, w, default, s.Scratch(rows * width), v[0], v[1], width, Epsilon));
            s.Backend.LayerNormAdjoint(
                x, w, given[0], given[1], s.Input("dy", rows * width), s.Output("dx", rows * width, Norm(width)),
                full ? s.Output("dw", width, Norm(0, rows)) : default,
                full ? s.Output("db", width, Norm(0, rows)) : default, width);
        });

    private static ConformanceCase<T> RmsNorm(string detail, int rows, int width, bool full) =>
        Case(nameof(IBackend<>.RmsNorm), detail, s => s.Backend.RmsNorm(
            s.Input("x", rows * width), full ? s.Input("w", width) : default,
            s.Output("y", rows * width, Norm(width)), s.Output("inverse", rows, Norm(width)), width, Epsilon,
            full ? T.One : T.Zero));

    private static ConformanceCase<T> RmsNormAdjoint(string detail, int rows, int width, bool full) =>
        Case(nameof(IBackend<>.RmsNormAdjoint), detail, s =>
        {
            View<T> x = s.Input("x", rows * width), w = full ? s.Input("w", width) : default;
            View<T> inverse = s.Given("inverse", rows, v => s.Backend.RmsNorm(
                x, w, s.Scratch(rows * width), v, width, Epsilon, full ? T.One : T.Zero));
            s.Backend.RmsNormAdjoint(
                x, w, inverse, s.Input("dy", rows * width), s.Output("dx", rows * width, Norm(width)),
                full ? s.Output("dw", width, Norm(0, rows)) : default, width, full ? T.One : T.Zero);
        });

    private static ConformanceCase<T> BatchNorm(string detail, int rows, int width, bool full) =>
        Case(nameof(IBackend<>.BatchNorm), detail, s => s.Backend.BatchNorm(
            s.Input("x", rows * width, Fill.Uniform(-1.0, 2.0)), full ? s.Input("w", width) : default,
            full ? s.Input("b", width) : default, s.Output("y", rows * width, Norm(rows)),
            s.Output("mean", width, Norm(rows)), s.Output("variance", width, Norm(rows)), Epsilon));

    private static ConformanceCase<T> BatchNormAdjoint(string detail, int rows, int width, bool full) =>
        Case(nameof(IBackend<>.BatchNormAdjoint), detail, s =>
        {
            View<T> x = s.Input("x", rows * width, Fill.Uniform(-1.0, 2.0));
            View<T> w = full ? s.Input("w", width) : default;
            View<T>[] given = s.Given(["mean", "variance"], width, v => s.Backend.BatchNorm(
                x, w, default, s.Scratch(rows * width), v[0], v[1], Epsilon));
            s.Backend.BatchNormAdjoint(
                x, w, given[0], given[1], s.Input("dy", rows * width), s.Output("dx", rows * width, Norm(rows)),
                full ? s.Output("dw", width, Norm(rows)) : default, full ? s.Output("db", width, Norm(rows)) : default,
                Epsilon);
        });

    private static IEnumerable<ConformanceCase<T>> Losses(bool tiny)
    {
        foreach ((int rows, int width) in RowSizes(tiny))
        {
            string detail = $"({rows}, {width})";
            int count = rows * width;
            Fill wide = Fill.Uniform(-9, 9);

            // An exponential and a sum for each entry.
            Tolerance tolerance = Tolerance.Each(width + Function);
            yield return Case(nameof(IBackend<>.Softmax), detail, s => s.Backend.Softmax(
                s.Input("x", count, wide), s.Output("y", count, tolerance), width));
            yield return Case(nameof(IBackend<>.LogSoftmax), detail, s => s.Backend.LogSoftmax(
                s.Input("x", count, wide), s.Output("y", count, tolerance), width));
            yield return Case(nameof(IBackend<>.SoftmaxAdjoint), detail, s =>
            {
                View<T> x = s.Input("x", count, wide);
                View<T> y = s.Given("y", count, v => s.Backend.Softmax(x, v, width));
                s.Backend.SoftmaxAdjoint(y, s.Input("dy", count), s.Output("dx", count, tolerance), width);
            });
            yield return Case(nameof(IBackend<>.LogSoftmaxAdjoint), detail, s =>
            {
                View<T> x = s.Input("x", count, wide);
                View<T> y = s.Given("y", count, v => s.Backend.LogSoftmax(x, v, width));
                s.Backend.LogSoftmaxAdjoint(y, s.Input("dy", count), s.Output("dx", count, tolerance), width);
            });

            // Every fourth row or so does not count.
            yield return Case(nameof(IBackend<>.CrossEntropy), detail, s => s.Backend.CrossEntropy(
                s.Input("logits", count, wide),
                s.Indices("labels", rows, (source, _) => source.NextInt32(4) == 0 ? -1 : source.NextInt32(width)),
                s.Output("loss", rows, tolerance), s.Output("gradient", count, tolerance), width));

            // Few different logits, so that the first of equals counts, and labels near where it often is.
            yield return Case(nameof(IBackend<>.Hits), detail, s => s.Backend.Hits(
                s.Input("logits", count, Fill.Whole(3)),
                s.Indices("labels", rows, (source, _) => source.NextInt32(Math.Min(width, 3) + 1) - 1),
                s.Output("hits", rows, Tolerance.Exact), width));
        }

        int special = tiny ? 5 : 33;
        yield return Case(nameof(IBackend<>.Hits), "of special values", s => s.Backend.Hits(
            s.Input("logits", 40 * special, Fill.Special(Fill.Unit)),
            s.Indices("labels", 40, (source, _) => source.NextInt32(special)), s.Output("hits", 40, Tolerance.Exact),
            special));

        // Nothing overflows where e^x would.
        yield return Case(nameof(IBackend<>.Softmax), "of large numbers", s => s.Backend.Softmax(
            s.Input("x", 7 * special, Fill.Uniform(900, 1100)),
            s.Output("y", 7 * special, Tolerance.Each(special + Function)), special));
        yield return Case(nameof(IBackend<>.Softmax), "with a NaN in one row", s => s.Backend.Softmax(
            s.Input("x", 40 * special, Rare(Fill.Unit)),
            s.Output("y", 40 * special, Tolerance.Each(special + Function)), special));
    }
}
