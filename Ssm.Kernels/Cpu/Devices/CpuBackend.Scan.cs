namespace Ssm.Kernels;

/// <content>Diagonal recurrences.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void DiagonalScan(View<T> a, View<T> b, View<T> h0, View<T> h, in ScanShape shape, ScanForm form)
    {
                Kernels.DiagonalScan.Scan<T>(Span(a), Span(b), Span(h0), Span(h), shape, form, default, _threads);
    }

    /// <inheritdoc/>
    public void DiagonalScan(
        ComplexView<T> a, ComplexView<T> b, ComplexView<T> h0, ComplexView<T> h, in ScanShape shape, ScanForm form)
    {
                Kernels.DiagonalScan.Scan(Span(a), Span(b), Span(h0), Span(h), shape, form, default, _threads);
    }

    /// <inheritdoc/>
    public void DiagonalScanAdjoint(
        View<T> a, View<T> h, View<T> h0, View<T> dh, View<T> da, View<T> db, View<T> dh0,
        in ScanShape shape, ScanForm form)
    {
                Kernels.DiagonalScan.Adjoint<T>(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, form, default, _threads);
    }

    /// <inheritdoc/>
    public void DiagonalScanAdjoint(
        ComplexView<T> a, ComplexView<T> h, ComplexView<T> h0, ComplexView<T> dh,
        ComplexView<T> da, ComplexView<T> db, ComplexView<T> dh0, in ScanShape shape, ScanForm form)
    {
                Kernels.DiagonalScan.Adjoint(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, form, default, _threads);
    }
}
