using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Diagonal recurrences.</content>
internal static partial class ConformanceTable<T>
{
    // The greatest factor of a recurrence, and so for how long it remembers.
    private const double Radius = 0.99;

    private static IEnumerable<ConformanceCase<T>> Scans(bool tiny)
    {
        ScanShape[] shapes = tiny
            ? [new(1, 1, 1), new(2, 7, 3), new(1, 70, 2), new(3, 5, 17)]
            :
            [
                new(0, 5, 3), new(2, 0, 3), new(1, 1, 1), new(1, 100_003, 1), new(3, 2053, 5), new(2, 257, 66),
                new(5, 63, 64), new(300, 31, 7), new(1, 32_768, 4), new(2, 256, 256),
            ];
        ScanForm[] forms = [ScanForm.None, ScanForm.Invariant, ScanForm.Reverse, ScanForm.Invariant | ScanForm.Reverse];
        foreach (ScanShape shape in shapes)
        {
            // Large ones in the two forms that have the least in common.
            foreach (ScanForm form in forms.Where((_, i) => i % 3 == 0 || shape.Elements < 40_000))
            {
                yield return Scan(shape, form, ScanAlgorithm.ByCost, full: true);
                yield return ScanAdjoint(shape, form, ScanAlgorithm.ByCost, full: true);
                yield return ComplexScan(shape, form, ScanAlgorithm.ByCost, full: true);
                yield return ComplexScanAdjoint(shape, form, ScanAlgorithm.ByCost, full: true);
            }
        }

        ScanShape plain = tiny ? new(2, 19, 3) : new(3, 513, 17);
        foreach (ScanAlgorithm algorithm in (ScanAlgorithm[])
            [ScanAlgorithm.ByCost, ScanAlgorithm.Diagonal, ScanAlgorithm.Blelloch, ScanAlgorithm.Chunked])
        {
            foreach (ScanForm form in forms)
            {
                yield return Scan(plain, form, algorithm, full: false);
                yield return ScanAdjoint(plain, form, algorithm, full: false);
                yield return ComplexScan(plain, form, algorithm, full: false);
                yield return ComplexScanAdjoint(plain, form, algorithm, full: false);
            }
        }
    }

    // A step of a real recurrence rounds twice, of a complex one four times, and a term of a state goes through all
    // steps since its own, in whatever order: as a product of factors that were multiplied first, too.
    private static Tolerance ScanTolerance(ScanShape shape, int perStep, double more = 0.0) =>
        Tolerance.Each((perStep * Tolerance.Steps(shape.Length, Radius)) + 8 + more);

    private static string Text(ScanShape shape, ScanForm form, ScanAlgorithm algorithm, bool full) =>
        $"{form} ({shape.Batch}, {shape.Length}, {shape.Channels})"
        + (algorithm == ScanAlgorithm.ByCost ? "" : $" by {algorithm}") + (full ? " with h0 and resets" : "");

    private static ConformanceCase<T> Scan(ScanShape shape, ScanForm form, ScanAlgorithm algorithm, bool full) =>
        Case(nameof(IBackend<>.DiagonalScan), Text(shape, form, algorithm, full), s => s.Backend.DiagonalScan(
            s.Input("a", Factors(shape, form), Fill.Uniform(-Radius, Radius)), s.Input("b", shape.Elements),
            full ? s.Input("h0", shape.StateElements) : default,
            s.Output("h", shape.Elements, ScanTolerance(shape, 2)), shape, form,
            full ? s.Resets(shape.Batch, shape.Length) : default, algorithm));

    private static ConformanceCase<T> ComplexScan(
        ScanShape shape, ScanForm form, ScanAlgorithm algorithm, bool full) =>
        Case(
            nameof(IBackend<>.DiagonalScan) + ConformanceCase<T>.Complex, Text(shape, form, algorithm, full), s =>
                s.Backend.DiagonalScan(
                    s.ComplexInput("a", Factors(shape, form), Fill.Ring(0.5, Radius)),
                    s.ComplexInput("b", shape.Elements),
                    full ? s.ComplexInput("h0", shape.StateElements) : default,
                    s.ComplexOutput("h", shape.Elements, ScanTolerance(shape, 4)), shape, form,
                    full ? s.Resets(shape.Batch, shape.Length) : default, algorithm));

    private static ConformanceCase<T> ScanAdjoint(
        ScanShape shape, ScanForm form, ScanAlgorithm algorithm, bool full) =>
        Case(nameof(IBackend<>.DiagonalScanAdjoint), Text(shape, form, algorithm, full), s =>
        {
            View<T> a = s.Input("a", Factors(shape, form), Fill.Uniform(-Radius, Radius));
            View<T> h0 = full ? s.Input("h0", shape.StateElements) : default;
            View<int> resets = full ? s.Resets(shape.Batch, shape.Length) : default;
            View<T> h = s.Given("h", shape.Elements, v => s.Backend.DiagonalScan(
                a, s.Input("b", shape.Elements), h0, v, shape, form, resets));
            s.Backend.DiagonalScanAdjoint(
                a, h, h0, s.Input("dh", shape.Elements),
                s.Output("da", Factors(shape, form), FactorTolerance(shape, form, 2)),
                s.Output("db", shape.Elements, ScanTolerance(shape, 2)),
                full ? s.Output("dh0", shape.StateElements, ScanTolerance(shape, 2)) : default,
                shape, form, resets, algorithm);
        });

    private static ConformanceCase<T> ComplexScanAdjoint(
        ScanShape shape, ScanForm form, ScanAlgorithm algorithm, bool full) =>
        Case(
            nameof(IBackend<>.DiagonalScanAdjoint) + ConformanceCase<T>.Complex,
            Text(shape, form, algorithm, full),
            s =>
            {
                ComplexView<T> a = s.ComplexInput("a", Factors(shape, form), Fill.Ring(0.5, Radius));
                ComplexView<T> h0 = full ? s.ComplexInput("h0", shape.StateElements) : default;
                View<int> resets = full ? s.Resets(shape.Batch, shape.Length) : default;
                ComplexView<T> h = s.ComplexGiven("h", shape.Elements, v => s.Backend.DiagonalScan(
                    a, s.ComplexInput("b", shape.Elements), h0, v, shape, form, resets));

                // Without h0, da is not wanted either: the fewest results that a caller may ask for.
                s.Backend.DiagonalScanAdjoint(
                    a, h, h0, s.ComplexInput("dh", shape.Elements),
                    full ? s.ComplexOutput("da", Factors(shape, form), FactorTolerance(shape, form, 4)) : default,
                    s.ComplexOutput("db", shape.Elements, ScanTolerance(shape, 4)),
                    full ? s.ComplexOutput("dh0", shape.StateElements, ScanTolerance(shape, 4)) : default,
                    shape, form, resets, algorithm);
            });

    private static int Factors(ScanShape shape, ScanForm form) =>
        (form & ScanForm.Invariant) != 0 ? shape.Channels : shape.Elements;

    // The gradient of factors that are the same at every step is a sum over all steps of all sequences.
    private static Tolerance FactorTolerance(ScanShape shape, ScanForm form, int perStep) => ScanTolerance(
        shape, perStep, (form & ScanForm.Invariant) != 0 ? (double)shape.Batch * shape.Length : 0.0);
}
