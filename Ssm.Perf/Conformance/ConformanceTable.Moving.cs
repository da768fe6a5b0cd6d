using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Transfers, and primitives that move numbers without computing.</content>
internal static partial class ConformanceTable<T>
{
    private static IEnumerable<ConformanceCase<T>> Transfers(bool tiny)
    {
        foreach (int length in (int[])(tiny ? [0, 1, 67] : [0, 1, 257, 100_003]))
        {
            // A scene uploads and downloads all operands: what arrives is what was sent.
            yield return Case(nameof(IBackend<>.Upload), $"of {length}", s =>
            {
                Buffer<T> buffer = s.Backend.Allocate(length + 3);
                View<T> x = s.Input("x", length), inside = new(buffer, 2, length);
                T[] numbers = new T[length];
                s.Backend.Download(x, numbers);
                s.Backend.Upload(numbers, inside);
                s.Backend.Copy(inside, s.Output("y", length, Tolerance.Exact));
            });
            yield return Case(nameof(IBackend<>.Download), $"of {length}", s =>
            {
                T[] numbers = new T[length];
                s.Backend.Download(s.Input("x", length, Fill.Special(Fill.Unit)), numbers);
                s.Backend.Upload(numbers, s.Output("y", length, Tolerance.Exact));
            });
            yield return Case(nameof(IBackend<>.Allocate), $"of {length}", s => s.Backend.Copy(
                s.Input("x", length), s.Output("y", length, Tolerance.Exact)));
            yield return Case(nameof(IBackend<>.Copy), $"of {length}", s => s.Backend.Copy(
                s.Input("x", length), s.Output("y", length, Tolerance.Exact)));
            yield return Case(nameof(IBackend<>.Fill), $"of {length}", s => s.Backend.Fill(
                s.Output("y", length, Tolerance.Exact), Number(-2.5)));
        }

        // Indices cannot be fetched; what they point at can.
        foreach (string primitive in (string[])
            [nameof(IBackend<>.AllocateIndices), nameof(IBackend<>.UploadIndices)])
        {
            yield return Case(primitive, "", s => s.Backend.Gather(
                s.Input("table", 41), s.Indices("indices", 41, (_, i) => 40 - i),
                s.Output("y", 41, Tolerance.Exact), 1));
        }
    }

    private static IEnumerable<ConformanceCase<T>> Moving(bool tiny) =>
        RowCopies(tiny).Concat(Permutations(tiny)).Concat(Flips(tiny)).Concat(Tables(tiny));

    private static IEnumerable<ConformanceCase<T>> RowCopies(bool tiny)
    {
        RowCopy[] shapes = tiny
            ? [new(0, 5, 7, 6), new(1, 9, 9, 9), new(5, 1, 3, 2), new(7, 5, 9, 6), new(6, 8, 8, 8)]
            :
            [
                new(0, 5, 7, 6), new(1, 70_001, 70_001, 70_001), new(40_009, 1, 3, 2), new(701, 129, 200, 131),
                new(64, 1024, 1024, 2048), new(3, 0, 5, 5), new(5, 4, 0, 4),
            ];
        foreach (RowCopy shape in shapes)
        {
            yield return Case(
                nameof(IBackend<>.CopyRows),
                $"{shape.Rows} of {shape.Width}, every {shape.FromStride} to every {shape.ToStride}",
                s => s.Backend.CopyRows(
                    s.Input("from", Extent(shape, shape.FromStride)),
                    s.Changed("to", Extent(shape, shape.ToStride), Tolerance.Exact),
                    shape));
        }

        static int Extent(RowCopy shape, int stride) =>
            shape.Rows == 0 ? 0 : ((shape.Rows - 1) * stride) + shape.Width;
    }

    private static IEnumerable<ConformanceCase<T>> Permutations(bool tiny)
    {
        (int[] Sizes, int[] Order)[] all = tiny
            ?
            [
                ([], []), ([7], [0]), ([5, 9], [1, 0]), ([3, 4, 5], [2, 0, 1]), ([3, 4, 5], [0, 2, 1]),
                ([2, 3, 4, 5], [3, 1, 0, 2]), ([4, 0, 3], [2, 1, 0]),
            ]
            :
            [
                ([], []), ([70_001], [0]), ([257, 511], [1, 0]), ([64, 128], [1, 0]), ([33, 1], [1, 0]),
                ([31, 37, 41], [2, 0, 1]), ([31, 37, 41], [0, 2, 1]), ([31, 37, 41], [1, 0, 2]),
                ([7, 11, 13, 17], [3, 1, 0, 2]), ([4, 0, 3], [2, 1, 0]), ([2, 3, 4, 5, 6], [4, 3, 2, 1, 0]),
            ];
        return all.Select(x => Case(
            nameof(IBackend<>.Permute), $"({string.Join(", ", x.Sizes)}) as ({string.Join(", ", x.Order)})", s =>
                s.Backend.Permute(
                    s.Input("x", Count(x.Sizes)), s.Output("y", Count(x.Sizes), Tolerance.Exact), x.Sizes, x.Order)));
    }

    private static IEnumerable<ConformanceCase<T>> Flips(bool tiny)
    {
        AxisShape[] shapes = tiny
            ? [new(0, 3, 2), new(1, 9, 1), new(3, 8, 5), new(2, 1, 7)]
            : [new(0, 3, 2), new(1, 70_001, 1), new(5, 1023, 33), new(700, 2, 64), new(3, 1, 1001)];
        return shapes.Select(shape => Case(nameof(IBackend<>.Flip), Text(shape), s => s.Backend.Flip(
            s.Input("x", shape.Count), s.Output("y", shape.Count, Tolerance.Exact), shape)));
    }

    private static IEnumerable<ConformanceCase<T>> Tables(bool tiny)
    {
        (int Rows, int Entries, int Width)[] shapes = tiny
            ? [(0, 3, 4), (1, 1, 1), (17, 5, 3), (40, 4, 8)]
            : [(0, 3, 4), (1, 1, 1), (4001, 37, 1), (1009, 257, 67), (257, 7, 256), (3001, 1, 33), (50, 4099, 5)];
        foreach ((int rows, int entries, int width) in shapes)
        {
            string detail = $"{rows} rows of ({entries}, {width})";
            yield return Case(nameof(IBackend<>.Gather), detail, s => s.Backend.Gather(
                s.Input("table", entries * width), s.Indices("indices", rows, (source, _) => source.NextInt32(entries)),
                s.Output("y", rows * width, Tolerance.Exact), width));

            // At most all rows meet in one of the table.
            yield return Case(nameof(IBackend<>.ScatterAdd), detail, s => s.Backend.ScatterAdd(
                s.Input("rows", rows * width), s.Indices("indices", rows, (source, _) => source.NextInt32(entries)),
                s.Changed("table", entries * width, Tolerance.Each(rows)), width));
        }
    }

    private static string Text(AxisShape shape) => $"({shape.Outer}, {shape.Length}, {shape.Inner})";
}
