using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Matrix products, reductions and running sums.</content>
internal static partial class ConformanceTable<T>
{
    private static IEnumerable<MatMulShape> Matrices(bool tiny) => tiny
        ?
        [
            new(0, 3, 2), new(2, 3, 0), new(1, 1, 1), new(5, 7, 3), new(5, 7, 3, true), new(5, 7, 3, false, true),
            new(5, 7, 3, true, true), new(9, 17, 10), new(1, 19, 11), new(19, 1, 11),
        ]
        :
        [
            new(0, 3, 2), new(2, 3, 0), new(1, 1, 1), new(5, 7, 3), new(65, 129, 33), new(65, 129, 33, true),
            new(65, 129, 33, false, true), new(65, 129, 33, true, true), new(128, 128, 128), new(127, 255, 16),
            new(128, 64, 256, true), new(64, 128, 256, false, true), new(1, 513, 257), new(513, 1, 257, true),
            new(3, 5, 20_011), new(301, 67, 1), new(16, 16, 4096, true),
        ];

    private static string Text(MatMulShape shape) =>
        $"({shape.M}, {shape.K}){(shape.TransposeLeft ? "ᵀ" : "")} × ({shape.K}, {shape.N})"
        + (shape.TransposeRight ? "ᵀ" : "");

    // A sum of K products: each rounds, and so does each of the sums.
    private static Tolerance Product(int k, double more = 0.0) => Tolerance.Each(k + 4 + more);

    private static IEnumerable<ConformanceCase<T>> Products(bool tiny)
    {
        foreach (MatMulShape shape in Matrices(tiny))
        {
            (int a, int b, int c) = (shape.M * shape.K, shape.K * shape.N, shape.M * shape.N);
            yield return Case(nameof(IBackend<>.MatMul), Text(shape), s => s.Backend.MatMul(
                s.Input("a", a), s.Input("b", b), s.Output("c", c, Product(shape.K)), shape, MatMulStrides.One,
                accumulate: false));
            yield return Case(nameof(IBackend<>.MatMul), $"added, {Text(shape)}", s => s.Backend.MatMul(
                s.Input("a", a), s.Input("b", b), s.Changed("c", c, Product(shape.K)), shape, MatMulStrides.One,
                accumulate: true));
            yield return Case(nameof(IBackend<>.Affine), $"with a bias and SiLU, {Text(shape)}", s =>
                s.Backend.Affine(
                    s.Input("a", a), s.Input("b", b), s.Input("bias", shape.N), new Silu<T>(),
                    s.Output("c", c, Product(shape.K, Function)), shape));
            yield return Case(nameof(IBackend<>.Affine), $"plain, {Text(shape)}", s => s.Backend.Affine(
                s.Input("a", a), s.Input("b", b), default, new Identity<T>(), s.Output("c", c, Product(shape.K)),
                shape));
        }

        (MatMulShape Shape, int Count)[] batches = tiny
            ? [(new(3, 4, 5), 0), (new(3, 4, 5), 3), (new(3, 4, 5, true), 2), (new(3, 4, 5, false, true), 2)]
            :
            [
                (new(3, 4, 5), 0), (new(33, 17, 65), 7), (new(33, 17, 65, true), 3), (new(33, 17, 65, false, true), 3),
                (new(1, 3, 2), 1001), (new(64, 64, 64), 5),
            ];
        foreach ((MatMulShape shape, int count) in batches)
        {
            (int a, int b, int c) = (shape.M * shape.K, shape.K * shape.N, shape.M * shape.N);
            foreach ((int left, int right, string which) in ((int, int, string)[])
                [(a, b, "each"), (0, b, "one left"), (a, 0, "one right"), (a + 3, b + 1, "with gaps")])
            {
                MatMulStrides strides = new(count, left, right);
                foreach (bool accumulate in (bool[])[false, true])
                {
                    yield return Case(
                        nameof(IBackend<>.MatMul),
                        $"{count} × {Text(shape)}, {which}{(accumulate ? ", added" : "")}",
                        s => s.Backend.MatMul(
                            s.Input("a", Extent(count, left, a)), s.Input("b", Extent(count, right, b)),
                            s.Changed("c", count * c, Product(shape.K)), shape, strides, accumulate));
                }
            }
        }
    }

    private static int Extent(int count, int stride, int matrix) => count == 0 ? 0 : ((count - 1) * stride) + matrix;

    private static IEnumerable<ConformanceCase<T>> ComplexMatrices(bool tiny)
    {
        (MatMulShape Shape, int Count)[] shapes = tiny
            ?
            [
                (new(5, 7, 3), 1), (new(5, 7, 3, true), 1), (new(5, 7, 3, false, true), 2),
                (new(2, 3, 4, true, true), 2),
            ]
            :
            [
                (new(1, 1, 1), 1), (new(65, 129, 33), 1), (new(65, 129, 33, true), 1),
                (new(33, 65, 129, false, true), 1), (new(64, 64, 64, true, true), 3), (new(7, 5, 3), 101),
                (new(2, 3, 4), 0), (new(9, 8, 4099, true), 1),
            ];
        foreach ((MatMulShape shape, int count) in shapes)
        {
            (int a, int b, int c) = (shape.M * shape.K, shape.K * shape.N, shape.M * shape.N);
            foreach (MatMulConjugates conjugates in (MatMulConjugates[])
                [new(false, false), new(true, false), new(false, true), new(true, true)])
            {
                string detail = $"{count} × {Text(shape)}{(conjugates.Left ? ", conjugate left" : "")}"
                    + (conjugates.Right ? ", conjugate right" : "");

                // The right matrix is shared by all; two products for each term, and a sum of 2K.
                MatMulStrides strides = new(count, a, 0);
                yield return Case(nameof(IBackend<>.ComplexMatMul), detail, s => s.Backend.ComplexMatMul(
                    s.ComplexInput("a", count * a), s.ComplexInput("b", b),
                    s.ComplexOutput("c", count * c, Product(2 * shape.K)), shape, strides, conjugates));
                yield return Case(nameof(IBackend<>.ComplexMatMulRealPart), detail, s =>
                    s.Backend.ComplexMatMulRealPart(
                        s.ComplexInput("a", count * a), s.ComplexInput("b", b),
                        s.Output("c", count * c, Product(2 * shape.K)), shape, strides, conjugates));
            }
        }
    }

    private static IEnumerable<AxisShape> Axes(bool tiny) => tiny
        ? [new(1, 1, 1), new(1, 130, 1), new(5, 9, 1), new(3, 8, 7), new(1, 3, 33), new(70, 1, 3), new(2, 65, 4)]
        :
        [
            new(0, 4, 3), new(1, 1, 1), new(1, 255, 1), new(1, 200_003, 1), new(129, 513, 1), new(3, 32_769, 1),
            new(7, 129, 33), new(1, 2053, 33), new(2, 3, 10_007), new(4001, 2, 3), new(1, 65_536, 2), new(64, 64, 64),
        ];

    private static IEnumerable<ConformanceCase<T>> Reductions(bool tiny)
    {
        foreach (AxisShape shape in Axes(tiny))
        {
            // In whatever order: L − 1 roundings.
            yield return Reduce<SumReduction<T>>(shape, Fill.Unit, Tolerance.Each(shape.Length));
            yield return Reduce<MaxReduction<T>>(shape, Fill.Unit, Tolerance.Exact);
            yield return Reduce<MinReduction<T>>(shape, Fill.Unit, Tolerance.Exact);

            // Magnitudes around 1, so that a product of many stays in range.
            double near = 4.0 / Math.Max(shape.Length, 8);
            yield return Reduce<ProductReduction<T>>(
                shape, Fill.Signed(1 - near, 1 + near), Tolerance.Each(shape.Length));
            yield return Case(nameof(IBackend<>.CumulativeSum), Text(shape), s => s.Backend.CumulativeSum(
                s.Input("x", shape.Count), s.Output("y", shape.Count, Tolerance.Each(shape.Length)), shape));
            yield return Case(nameof(IBackend<>.ReverseCumulativeSum), Text(shape), s =>
                s.Backend.ReverseCumulativeSum(
                    s.Input("x", shape.Count), s.Output("y", shape.Count, Tolerance.Each(shape.Length)), shape));
        }

        AxisShape special = tiny ? new(3, 20, 4) : new(31, 200, 40);
        yield return Case(nameof(IBackend<>.Reduce), "Max of special values", s =>
            s.Backend.Reduce<MaxReduction<T>>(
                s.Input("x", special.Count, Rare(Fill.Unit)),
                s.Output("y", special.Outer * special.Inner, Tolerance.Exact), special));
        yield return Case(nameof(IBackend<>.Reduce), "Sum of special values", s =>
            s.Backend.Reduce<SumReduction<T>>(
                s.Input("x", special.Count, Rare(Fill.Unit)),
                s.Output("y", special.Outer * special.Inner, Tolerance.Each(special.Length)), special));
    }

    // One NaN, so that it is seen whether it stays among its own.
    private static Fill Rare(Fill otherwise) => new((source, index) =>
        index == 37 ? (double.NaN, double.NaN) : otherwise.Draw(source, index));

    private static ConformanceCase<T> Reduce<TReduction>(AxisShape shape, Fill fill, Tolerance tolerance)
        where TReduction : struct, IReduction<T> =>
        Case(nameof(IBackend<>.Reduce), $"{NameOf<TReduction>()} {Text(shape)}", s => s.Backend.Reduce<TReduction>(
            s.Input("x", shape.Count, fill), s.Output("y", shape.Outer * shape.Inner, tolerance), shape));
}
