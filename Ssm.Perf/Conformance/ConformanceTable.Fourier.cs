using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Transforms.</content>
internal static partial class ConformanceTable<T>
{
    // Zeros but for about this many numbers where the definition's cost would be felt.
    private const double Few = 40.0;

    private static IEnumerable<AxisShape> TransformShapes(bool tiny) => tiny
        ? [new(1, 1, 1), new(1, 2, 1), new(3, 8, 1), new(2, 7, 1), new(1, 30, 1), new(2, 16, 3), new(1, 11, 2)]
        :
        [
            new(1, 1, 1), new(3, 2, 1), new(2, 3, 5), new(0, 8, 2), new(7, 64, 1), new(5, 97, 1), new(2, 256, 33),
            new(1, 360, 17), new(33, 512, 1), new(2, 1009, 1), new(1, 1024, 4), new(3, 1000, 1), new(1, 2048, 3),
            new(1, 4096, 1), new(2, 8192, 1), new(1, 10_007, 1), new(1, 16_384, 2), new(1, 65_536, 1),
            new(1, 131_072, 1), new(1, 49_152, 1),
        ];

    private static IEnumerable<ConformanceCase<T>> Transforms(bool tiny)
    {
        foreach (AxisShape shape in TransformShapes(tiny))
        {
            int n = shape.Length, bins = shape.Outer * ((n / 2) + 1) * shape.Inner;
            Fill fill = n > 600 ? Fill.Sparse(Few / n) : Fill.Unit;
            Tolerance tolerance = Tolerance.Transform(n);
            yield return Case(nameof(IBackend<>.Fft), Text(shape), s => s.Backend.Fft(
                s.ComplexInput("x", shape.Count, fill), s.ComplexOutput("y", shape.Count, tolerance), shape));
            yield return Case(nameof(IBackend<>.InverseFft), Text(shape), s => s.Backend.InverseFft(
                s.ComplexInput("x", shape.Count, fill), s.ComplexOutput("y", shape.Count, tolerance), shape));
            yield return Case(nameof(IBackend<>.RealFft), Text(shape), s => s.Backend.RealFft(
                s.Input("x", shape.Count, fill), s.ComplexOutput("y", bins, tolerance), shape));

            // The imaginary parts of the first bin, and of the last one of an even length, have no say.
            yield return Case(nameof(IBackend<>.InverseRealFft), Text(shape), s => s.Backend.InverseRealFft(
                s.ComplexInput("x", bins, fill), s.Output("y", shape.Count, tolerance), shape));
        }
    }
}
