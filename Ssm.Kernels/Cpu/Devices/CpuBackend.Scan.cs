using System.Buffers;

namespace Ssm.Kernels;

/// <content>Diagonal recurrences.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void DiagonalScan(
        View<T> a, View<T> b, View<T> h0, View<T> h, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
    {
        bool[] rented = Flags(resets);
        ReadOnlySpan<bool> flags = rented.AsSpan(0, resets.Length);
        switch (Chosen(algorithm, shape, form))
        {
            case ScanAlgorithm.Blelloch:
                BlellochScan.Scan<T>(
                    Span(a), Span(b), Span(h0), Span(h), shape, form, flags, _threads);
                break;
            case ScanAlgorithm.Chunked:
                ChunkedScan.Scan<T>(
                    Span(a), Span(b), Span(h0), Span(h), shape, form, flags, _threads);
                break;
            default:
                Kernels.DiagonalScan.Scan<T>(
                    Span(a), Span(b), Span(h0), Span(h), shape, form, flags, _threads);
                break;
        }

        Return(rented);
    }

    /// <inheritdoc/>
    public void DiagonalScan(
        ComplexView<T> a, ComplexView<T> b, ComplexView<T> h0, ComplexView<T> h, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
    {
        bool[] rented = Flags(resets);
        ReadOnlySpan<bool> flags = rented.AsSpan(0, resets.Length);
        switch (Chosen(algorithm, shape, form))
        {
            case ScanAlgorithm.Blelloch:
                BlellochScan.Scan(
                    Span(a), Span(b), Span(h0), Span(h), shape, form, flags, _threads);
                break;
            case ScanAlgorithm.Chunked:
                ChunkedScan.Scan(
                    Span(a), Span(b), Span(h0), Span(h), shape, form, flags, _threads);
                break;
            default:
                Kernels.DiagonalScan.Scan(
                    Span(a), Span(b), Span(h0), Span(h), shape, form, flags, _threads);
                break;
        }

        Return(rented);
    }

    /// <inheritdoc/>
    public void DiagonalScanAdjoint(
        View<T> a, View<T> h, View<T> h0, View<T> dh,
        View<T> da, View<T> db, View<T> dh0, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
    {
        bool[] rented = Flags(resets);
        ReadOnlySpan<bool> flags = rented.AsSpan(0, resets.Length);
        switch (Chosen(algorithm, shape, form))
        {
            case ScanAlgorithm.Blelloch:
                BlellochScan.Adjoint<T>(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, form, flags, _threads);
                break;
            case ScanAlgorithm.Chunked:
                ChunkedScan.Adjoint<T>(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, form, flags, _threads);
                break;
            default:
                Kernels.DiagonalScan.Adjoint<T>(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, form, flags, _threads);
                break;
        }

        Return(rented);
    }

    /// <inheritdoc/>
    public void DiagonalScanAdjoint(
        ComplexView<T> a, ComplexView<T> h, ComplexView<T> h0, ComplexView<T> dh,
        ComplexView<T> da, ComplexView<T> db, ComplexView<T> dh0, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
    {
        bool[] rented = Flags(resets);
        ReadOnlySpan<bool> flags = rented.AsSpan(0, resets.Length);
        switch (Chosen(algorithm, shape, form))
        {
            case ScanAlgorithm.Blelloch:
                BlellochScan.Adjoint(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, form, flags, _threads);
                break;
            case ScanAlgorithm.Chunked:
                ChunkedScan.Adjoint(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, form, flags, _threads);
                break;
            default:
                Kernels.DiagonalScan.Adjoint(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, form, flags, _threads);
                break;
        }

        Return(rented);
    }

    private static ScanAlgorithm Chosen(ScanAlgorithm algorithm, ScanShape shape, ScanForm form) =>
        algorithm == ScanAlgorithm.ByCost
            ? ScanPlan.Choose(shape, (form & ScanForm.Invariant) != 0)
            : algorithm;

    // Devices hold whole numbers; the kernels take flags.
    private static bool[] Flags(View<int> resets)
    {
        if (resets.Length == 0)
        {
            return [];
        }

        ReadOnlySpan<int> numbers = Span(resets);
        bool[] flags = ArrayPool<bool>.Shared.Rent(numbers.Length);
        for (int i = 0; i < numbers.Length; i++)
        {
            flags[i] = numbers[i] != 0;
        }

        return flags;
    }

    private static void Return(bool[] flags)
    {
        if (flags.Length > 0)
        {
            ArrayPool<bool>.Shared.Return(flags);
        }
    }
}
