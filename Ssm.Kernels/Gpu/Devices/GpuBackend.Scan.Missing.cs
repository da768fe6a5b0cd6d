namespace Ssm.Kernels.Gpu;

public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void DiagonalScan( View<T> a, View<T> b, View<T> h0, View<T> h, in ScanShape shape, ScanForm form, View<int> resets, ScanAlgorithm algorithm) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DiagonalScan( ComplexView<T> a, ComplexView<T> b, ComplexView<T> h0, ComplexView<T> h, in ScanShape shape, ScanForm form, View<int> resets, ScanAlgorithm algorithm) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DiagonalScanAdjoint( View<T> a, View<T> h, View<T> h0, View<T> dh, View<T> da, View<T> db, View<T> dh0, in ScanShape shape, ScanForm form, View<int> resets, ScanAlgorithm algorithm) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DiagonalScanAdjoint( ComplexView<T> a, ComplexView<T> h, ComplexView<T> h0, ComplexView<T> dh, ComplexView<T> da, ComplexView<T> db, ComplexView<T> dh0, in ScanShape shape, ScanForm form, View<int> resets, ScanAlgorithm algorithm) => throw new NotImplementedException();
}
