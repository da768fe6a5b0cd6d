using Ssm.Kernels;
using static Ssm.Tests.Kernels.Contracts.KernelTableSizes;

namespace Ssm.Tests.Kernels.Contracts;

/// <content>Scans: all forms by name, real and complex.</content>
internal static partial class KernelTable<T>
{
    private static IEnumerable<KernelRow<T>> Scans() =>
        from algorithm in (ScanAlgorithm[])[ScanAlgorithm.Diagonal, ScanAlgorithm.Blelloch, ScanAlgorithm.Chunked]
        from form in (ScanForm[])[ScanForm.None, ScanForm.Invariant, ScanForm.Reverse]
        from complex in (bool[])[false, true]
        from row in Scans(algorithm, form, complex)
        select row;

    private static IEnumerable<KernelRow<T>> Scans(ScanAlgorithm algorithm, ScanForm form, bool complex)
    {
        string tail = $"{(complex ? "complex" : "real")}, {form}";
        yield return new($"{algorithm}Scan.Scan {tail}", (n, m) => Scan(algorithm, form, complex, n, m), 2100);
        yield return new($"{algorithm}Scan.LastState {tail}", (n, m) => Last(algorithm, form, complex, n, m), 2100);
        yield return new($"{algorithm}Scan.Adjoint {tail}", (n, m) => Adjoint(algorithm, form, complex, n, m), 2100);
    }

    private static KernelCall<T> Scan(ScanAlgorithm algorithm, ScanForm form, bool complex, int n, int m)
    {
        ScanShape shape = new(Batch, m, n);
        Func<int, Place> sequence = KernelCall<T>.Sequence(m, n);
        KernelCall<T> call = Factors(form, complex, n, m);
        call = complex
            ? call.ComplexIn("b", shape.Elements, sequence).ComplexIn("h0", Batch * n, KernelCall<T>.Both(n))
                .ComplexOut("h", shape.Elements, sequence)
            : call.In("b", shape.Elements, sequence).In("h0", Batch * n, KernelCall<T>.Both(n))
                .Out("h", shape.Elements, sequence);
        return call.MayBe("h", "b").Does((algorithm, complex) switch
        {
            (ScanAlgorithm.Diagonal, false) => (s, threads) =>
                DiagonalScan.Scan<T>(s["a"], s["b"], s["h0"], s["h"], shape, form, default, threads),
            (ScanAlgorithm.Blelloch, false) => (s, threads) =>
                BlellochScan.Scan<T>(s["a"], s["b"], s["h0"], s["h"], shape, form, default, threads),
            (_, false) => (s, threads) =>
                ChunkedScan.Scan<T>(s["a"], s["b"], s["h0"], s["h"], shape, form, default, threads),
            (ScanAlgorithm.Diagonal, true) => (s, threads) => DiagonalScan.Scan(
                s.Planes("a"), s.Planes("b"), s.Planes("h0"), s.Planes("h"), shape, form, default, threads),
            (ScanAlgorithm.Blelloch, true) => (s, threads) => BlellochScan.Scan(
                s.Planes("a"), s.Planes("b"), s.Planes("h0"), s.Planes("h"), shape, form, default, threads),
            _ => (s, threads) => ChunkedScan.Scan(
                s.Planes("a"), s.Planes("b"), s.Planes("h0"), s.Planes("h"), shape, form, default, threads),
        });
    }

    private static KernelCall<T> Last(ScanAlgorithm algorithm, ScanForm form, bool complex, int n, int m)
    {
        ScanShape shape = new(Batch, m, n);
        Func<int, Place> sequence = KernelCall<T>.Sequence(m, n), state = KernelCall<T>.Both(n);
        KernelCall<T> call = Factors(form, complex, n, m);
        call = complex
            ? call.ComplexIn("b", shape.Elements, sequence).ComplexIn("h0", Batch * n, state)
                .ComplexOut("last", Batch * n, state)
            : call.In("b", shape.Elements, sequence).In("h0", Batch * n, state).Out("last", Batch * n, state);
        return call.MayBe("last", "h0").Does((algorithm, complex) switch
        {
            (ScanAlgorithm.Diagonal, false) => (s, threads) =>
                DiagonalScan.LastState<T>(s["a"], s["b"], s["h0"], s["last"], shape, form, default, threads),
            (ScanAlgorithm.Blelloch, false) => (s, threads) =>
                BlellochScan.LastState<T>(s["a"], s["b"], s["h0"], s["last"], shape, form, default, threads),
            (_, false) => (s, threads) =>
                ChunkedScan.LastState<T>(s["a"], s["b"], s["h0"], s["last"], shape, form, default, threads),
            (ScanAlgorithm.Diagonal, true) => (s, threads) => DiagonalScan.LastState(
                s.Planes("a"), s.Planes("b"), s.Planes("h0"), s.Planes("last"), shape, form, default, threads),
            (ScanAlgorithm.Blelloch, true) => (s, threads) => BlellochScan.LastState(
                s.Planes("a"), s.Planes("b"), s.Planes("h0"), s.Planes("last"), shape, form, default, threads),
            _ => (s, threads) => ChunkedScan.LastState(
                s.Planes("a"), s.Planes("b"), s.Planes("h0"), s.Planes("last"), shape, form, default, threads),
        });
    }

    private static KernelCall<T> Adjoint(ScanAlgorithm algorithm, ScanForm form, bool complex, int n, int m)
    {
        ScanShape shape = new(Batch, m, n);
        bool invariant = form == ScanForm.Invariant;
        Func<int, Place> sequence = KernelCall<T>.Sequence(m, n), state = KernelCall<T>.Both(n);
        Func<int, Place> factor = invariant ? KernelCall<T>.Lane(n) : sequence;
        int factors = invariant ? n : shape.Elements;
        KernelCall<T> call = Factors(form, complex, n, m);
        call = complex
            ? call.ComplexIn("h", shape.Elements, sequence).ComplexIn("h0", Batch * n, state)
                .ComplexIn("dh", shape.Elements, sequence).ComplexOut("db", shape.Elements, sequence)
                .ComplexOut("da", factors, factor).ComplexOut("dh0", Batch * n, state)
            : call.In("h", shape.Elements, sequence).In("h0", Batch * n, state).In("dh", shape.Elements, sequence)
                .Out("db", shape.Elements, sequence).Out("da", factors, factor).Out("dh0", Batch * n, state);
        return call.MayBe("db", "dh").Does((algorithm, complex) switch
        {
            (ScanAlgorithm.Diagonal, false) => (s, threads) => DiagonalScan.Adjoint<T>(
                s["a"], s["h"], s["h0"], s["dh"], s["db"], s["da"], s["dh0"], shape, form, default, threads),
            (ScanAlgorithm.Blelloch, false) => (s, threads) => BlellochScan.Adjoint<T>(
                s["a"], s["h"], s["h0"], s["dh"], s["db"], s["da"], s["dh0"], shape, form, default, threads),
            (_, false) => (s, threads) => ChunkedScan.Adjoint<T>(
                s["a"], s["h"], s["h0"], s["dh"], s["db"], s["da"], s["dh0"], shape, form, default, threads),
            (ScanAlgorithm.Diagonal, true) => (s, threads) => DiagonalScan.Adjoint(
                s.Planes("a"), s.Planes("h"), s.Planes("h0"), s.Planes("dh"), s.Planes("db"), s.Planes("da"),
                s.Planes("dh0"), shape, form, default, threads),
            (ScanAlgorithm.Blelloch, true) => (s, threads) => BlellochScan.Adjoint(
                s.Planes("a"), s.Planes("h"), s.Planes("h0"), s.Planes("dh"), s.Planes("db"), s.Planes("da"),
                s.Planes("dh0"), shape, form, default, threads),
            _ => (s, threads) => ChunkedScan.Adjoint(
                s.Planes("a"), s.Planes("h"), s.Planes("h0"), s.Planes("dh"), s.Planes("db"), s.Planes("da"),
                s.Planes("dh0"), shape, form, default, threads),
        });
    }

    private static KernelCall<T> Factors(ScanForm form, bool complex, int n, int m)
    {
        bool invariant = form == ScanForm.Invariant;
        int count = invariant ? n : Batch * m * n;
        Func<int, Place> place = invariant ? KernelCall<T>.Lane(n) : KernelCall<T>.Sequence(m, n);
        return complex ? Call().ComplexIn("a", count, place, -0.7, 0.7) : Call().In("a", count, place, -0.9, 0.9);
    }
}
