namespace Ssm.Kernels;

/// <content>Diagonal recurrences.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void DiagonalScan(View<T> a, View<T> b, View<T> h0, View<T> h, in ScanShape shape, ScanForm form)
    {
        switch (form)
        {
            case ScanForm.None:
                Kernels.DiagonalScan.Forward<T>(Span(a), Span(b), Span(h0), Span(h), shape, _threads);
                break;
            case ScanForm.Reverse:
                Kernels.DiagonalScan.Reverse<T>(Span(a), Span(b), Span(h0), Span(h), shape, _threads);
                break;
            case ScanForm.Invariant:
                Kernels.DiagonalScan.ForwardInvariant<T>(Span(a), Span(b), Span(h0), Span(h), shape, _threads);
                break;
            default:
                Kernels.DiagonalScan.ReverseInvariant<T>(Span(a), Span(b), Span(h0), Span(h), shape, _threads);
                break;
        }
    }

    /// <inheritdoc/>
    public void DiagonalScan(
        ComplexView<T> a, ComplexView<T> b, ComplexView<T> h0, ComplexView<T> h, in ScanShape shape, ScanForm form)
    {
        switch (form)
        {
            case ScanForm.None:
                Kernels.DiagonalScan.Forward(Span(a), Span(b), Span(h0), Span(h), shape, _threads);
                break;
            case ScanForm.Reverse:
                Kernels.DiagonalScan.Reverse(Span(a), Span(b), Span(h0), Span(h), shape, _threads);
                break;
            case ScanForm.Invariant:
                Kernels.DiagonalScan.ForwardInvariant(Span(a), Span(b), Span(h0), Span(h), shape, _threads);
                break;
            default:
                Kernels.DiagonalScan.ReverseInvariant(Span(a), Span(b), Span(h0), Span(h), shape, _threads);
                break;
        }
    }

    /// <inheritdoc/>
    public void DiagonalScanAdjoint(
        View<T> a, View<T> h, View<T> h0, View<T> dh, View<T> da, View<T> db, View<T> dh0,
        in ScanShape shape, ScanForm form)
    {
        switch (form)
        {
            case ScanForm.None:
                Kernels.DiagonalScan.ForwardAdjoint<T>(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, _threads);
                break;
            case ScanForm.Reverse:
                Kernels.DiagonalScan.ReverseAdjoint<T>(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, _threads);
                break;
            case ScanForm.Invariant:
                Kernels.DiagonalScan.ForwardInvariantAdjoint<T>(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, _threads);
                break;
            default:
                Kernels.DiagonalScan.ReverseInvariantAdjoint<T>(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, _threads);
                break;
        }
    }

    /// <inheritdoc/>
    public void DiagonalScanAdjoint(
        ComplexView<T> a, ComplexView<T> h, ComplexView<T> h0, ComplexView<T> dh,
        ComplexView<T> da, ComplexView<T> db, ComplexView<T> dh0, in ScanShape shape, ScanForm form)
    {
        switch (form)
        {
            case ScanForm.None:
                Kernels.DiagonalScan.ForwardAdjoint(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, _threads);
                break;
            case ScanForm.Reverse:
                Kernels.DiagonalScan.ReverseAdjoint(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, _threads);
                break;
            case ScanForm.Invariant:
                Kernels.DiagonalScan.ForwardInvariantAdjoint(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, _threads);
                break;
            default:
                Kernels.DiagonalScan.ReverseInvariantAdjoint(
                    Span(a), Span(h), Span(h0), Span(dh), Span(db), Span(da), Span(dh0), shape, _threads);
                break;
        }
    }
}
