using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Convolutions along time.</content>
internal static partial class ConformanceTable<T>
{
    private static IEnumerable<ConformanceCase<T>> Convolutions(bool tiny)
    {
        ConvolutionShape[] shapes = tiny
            ? [new(1, 1, 1, 1), new(2, 9, 3, 9), new(1, 17, 2, 5), new(2, 8, 3, 8), new(1, 33, 1, 33)]
            :
            [
                new(2, 0, 3, 4), new(2, 5, 3, 0), new(0, 4, 3, 4), new(1, 1, 1, 1), new(3, 37, 5, 37),
                new(2, 128, 33, 128), new(2, 129, 7, 17), new(5, 257, 3, 257), new(2, 1000, 2, 1000),
                new(1, 1024, 5, 1024), new(1, 2048, 2, 3), new(1, 2500, 1, 2500), new(2, 4096, 1, 512),
            ];
        foreach (ConvolutionShape shape in shapes)
        {
            string detail = Text(shape);

            // A sum of as many products as there are taps, or of all steps of all sequences.
            Tolerance direct = Product(shape.Width), gradient = Product(shape.Batch * shape.Length);

            // Three transforms of at least twice the length, then a sum over sequences.
            Tolerance transform = Tolerance.Transform(Longer(shape), transforms: 3);
            Tolerance summed = Tolerance.Whole(transform.Roundings + shape.Batch);
            yield return Case(nameof(IBackend<>.DirectConvolution), detail, s => s.Backend.DirectConvolution(
                s.Input("u", shape.Elements), s.Input("k", shape.WeightElements),
                s.Output("y", shape.Elements, direct), shape));
            yield return Case(nameof(IBackend<>.FftConvolution), detail, s => s.Backend.FftConvolution(
                s.Input("u", shape.Elements), s.Input("k", shape.WeightElements),
                s.Output("y", shape.Elements, transform), shape));
            yield return Case(nameof(IBackend<>.TwoSidedConvolution), detail, s => s.Backend.TwoSidedConvolution(
                s.Input("u", shape.Elements), s.Input("past", shape.WeightElements),
                s.Input("future", shape.WeightElements), s.Output("y", shape.Elements, transform), shape));
            foreach ((bool u, bool k) in ((bool, bool)[])[(true, true), (true, false), (false, true)])
            {
                string which = detail + (u ? "" : " without du") + (k ? "" : " without dk");
                yield return Case(nameof(IBackend<>.DirectConvolutionAdjoint), which, s =>
                    s.Backend.DirectConvolutionAdjoint(
                        s.Input("u", shape.Elements), s.Input("k", shape.WeightElements),
                        s.Input("dy", shape.Elements), u ? s.Output("du", shape.Elements, direct) : default,
                        k ? s.Output("dk", shape.WeightElements, gradient) : default, shape));
                yield return Case(nameof(IBackend<>.FftConvolutionAdjoint), which, s =>
                    s.Backend.FftConvolutionAdjoint(
                        s.Input("u", shape.Elements), s.Input("k", shape.WeightElements),
                        s.Input("dy", shape.Elements), u ? s.Output("du", shape.Elements, transform) : default,
                        k ? s.Output("dk", shape.WeightElements, summed) : default, shape));
                yield return Case(nameof(IBackend<>.TwoSidedConvolutionAdjoint), which, s =>
                    s.Backend.TwoSidedConvolutionAdjoint(
                        s.Input("u", shape.Elements), s.Input("past", shape.WeightElements),
                        s.Input("future", shape.WeightElements), s.Input("dy", shape.Elements),
                        u ? s.Output("du", shape.Elements, transform) : default,
                        k ? s.Output("dPast", shape.WeightElements, summed) : default,
                        k ? s.Output("dFuture", shape.WeightElements, summed) : default, shape));
            }
        }
    }

    private static int Longer(ConvolutionShape shape) =>
        (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, shape.Length + shape.Width));

    private static IEnumerable<ConformanceCase<T>> ShortConvolutions(bool tiny)
    {
        (int Batch, int Length, int Channels)[] sizes = tiny
            ? [(2, 9, 3)]
            : [(0, 9, 3), (2, 0, 3), (1, 1, 1), (3, 2, 5), (2, 131, 33), (3, 1025, 17), (1, 64, 640), (1, 20_011, 3)];
        for (int taps = 1; taps <= ConvolutionShape.LargestWidth; taps++)
        {
            foreach ((int batch, int length, int channels) in sizes)
            {
                ConvolutionShape shape = new(batch, length, channels, taps);
                if (length > 5000 && taps != 4)
                {
                    continue;
                }

                foreach (bool full in (bool[])[true, false])
                {
                    yield return ShortConvolution(shape, full);
                    yield return ShortConvolutionAdjoint(shape, full);
                }
            }
        }
    }

    private static ConformanceCase<T> ShortConvolution(ConvolutionShape shape, bool full) =>
        Case(nameof(IBackend<>.CausalConv1d), Text(shape) + (full ? "" : " without bias"), s => s.Backend.CausalConv1d(
            s.Input("x", shape.Elements), s.Input("w", shape.WeightElements),
            full ? s.Input("bias", shape.Channels) : default,
            full ? s.Input("previous", shape.PreviousElements) : default,
            s.Output("y", shape.Elements, Product(shape.Width)), shape));

    private static ConformanceCase<T> ShortConvolutionAdjoint(ConvolutionShape shape, bool full) =>
        Case(nameof(IBackend<>.CausalConv1dAdjoint), Text(shape) + (full ? "" : " of the input alone"), s =>
        {
            Tolerance sum = Product(shape.Batch * shape.Length);
            s.Backend.CausalConv1dAdjoint(
                s.Input("x", shape.Elements), s.Input("w", shape.WeightElements),
                full ? s.Input("previous", shape.PreviousElements) : default, s.Input("dy", shape.Elements),
                s.Output("dx", shape.Elements, Product(shape.Width)),
                full ? s.Output("dw", shape.WeightElements, sum) : default,
                full ? s.Output("dbias", shape.Channels, sum) : default,
                full ? s.Output("dprevious", shape.PreviousElements, Product(shape.Width)) : default, shape);
        });

    private static string Text(ConvolutionShape shape) =>
        $"({shape.Batch}, {shape.Length}, {shape.Channels}) with {shape.Width} taps";
}
