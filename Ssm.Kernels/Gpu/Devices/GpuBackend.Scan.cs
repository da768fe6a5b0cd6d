namespace Ssm.Kernels.Gpu;

/// <content>Diagonal recurrences.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void DiagonalScan(
        View<T> a, View<T> b, View<T> h0, View<T> h, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
    {
        CheckScan(a.Length, h0.Length, resets.Length, shape, form);
        Guard.Length(b.Length, shape.Elements, nameof(DiagonalScan));
        Guard.Length(h.Length, shape.Elements, nameof(DiagonalScan));
        if (shape.Elements == 0)
        {
            return;
        }

        using GpuWork work = _device.Begin();
        GpuScan.Run<T, DeviceReal<T>>(
            work, Walk(shape, form), Plane(work, a), Plane(work, b), Plane(work, h0), work.View(resets), Plane(work, h),
            algorithm);
    }

    /// <inheritdoc/>
    public void DiagonalScan(
        ComplexView<T> a, ComplexView<T> b, ComplexView<T> h0, ComplexView<T> h, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
    {
        CheckScan(a.Length, h0.Length, resets.Length, shape, form);
        Guard.Length(b.Length, shape.Elements, nameof(DiagonalScan));
        Guard.Length(h.Length, shape.Elements, nameof(DiagonalScan));
        if (shape.Elements == 0)
        {
            return;
        }

        using GpuWork work = _device.Begin();
        GpuScan.Run<T, DeviceComplex<T>>(
            work, Walk(shape, form), work.View(a), work.View(b), work.View(h0), work.View(resets), work.View(h),
            algorithm);
    }

    /// <inheritdoc/>
    public void DiagonalScanAdjoint(
        View<T> a, View<T> h, View<T> h0, View<T> dh, View<T> da, View<T> db, View<T> dh0, in ScanShape shape,
        ScanForm form, View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
    {
        CheckScan(a.Length, h0.Length, resets.Length, shape, form);
        CheckScanAdjoint(a.Length, h.Length, dh.Length, da.Length, db.Length, dh0.Length, shape);
        if (shape.Elements == 0)
        {
            Fill(da, T.Zero);
            Fill(dh0, T.Zero);
            return;
        }

        using GpuWork work = _device.Begin();
        GpuScan.Adjoint<T, DeviceReal<T>>(
            work, Walk(shape, form), Plane(work, a), Plane(work, h), Plane(work, h0), Plane(work, dh),
            work.View(resets), Plane(work, db), Plane(work, da), Plane(work, dh0), algorithm);
    }

    /// <inheritdoc/>
    public void DiagonalScanAdjoint(
        ComplexView<T> a, ComplexView<T> h, ComplexView<T> h0, ComplexView<T> dh,
        ComplexView<T> da, ComplexView<T> db, ComplexView<T> dh0, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
    {
        CheckScan(a.Length, h0.Length, resets.Length, shape, form);
        CheckScanAdjoint(a.Length, h.Length, dh.Length, da.Length, db.Length, dh0.Length, shape);
        if (shape.Elements == 0)
        {
            Fill(da, T.Zero);
            Fill(dh0, T.Zero);
            return;
        }

        using GpuWork work = _device.Begin();
        GpuScan.Adjoint<T, DeviceComplex<T>>(
            work, Walk(shape, form), work.View(a), work.View(h), work.View(h0), work.View(dh), work.View(resets),
            work.View(db), work.View(da), work.View(dh0), algorithm);
    }

    private static ScanWalk Walk(in ScanShape shape, ScanForm form) =>
        ScanWalk.Of(shape, (form & ScanForm.Reverse) != 0, (form & ScanForm.Invariant) != 0);

    private static ComplexPlanes<T> Plane(in GpuWork work, View<T> view) => new(work.View(view), work.Nothing<T>());

    private static void CheckScan(int a, int h0, int resets, in ScanShape shape, ScanForm form)
    {
        ScanChecks.Shape(shape, threads: 1, nameof(DiagonalScan));
        bool invariant = (form & ScanForm.Invariant) != 0;
        Guard.Length(a, invariant ? shape.Channels : shape.Elements, nameof(DiagonalScan));
        ScanChecks.Optional(h0, shape.StateElements, nameof(DiagonalScan), nameof(h0));
        ScanChecks.Optional(resets, checked(shape.Batch * shape.Length), nameof(DiagonalScan), nameof(resets));
    }

    private static void CheckScanAdjoint(int a, int h, int dh, int da, int db, int dh0, in ScanShape shape)
    {
        Guard.Length(h, shape.Elements, nameof(DiagonalScanAdjoint));
        Guard.Length(dh, shape.Elements, nameof(DiagonalScanAdjoint));
        Guard.Length(db, shape.Elements, nameof(DiagonalScanAdjoint));
        ScanChecks.Optional(da, a, nameof(DiagonalScanAdjoint), nameof(da));
        ScanChecks.Optional(dh0, shape.StateElements, nameof(DiagonalScanAdjoint), nameof(dh0));
    }

    private void Fill(ComplexView<T> view, T value)
    {
        Fill(view.Re, value);
        Fill(view.Im, value);
    }
}
