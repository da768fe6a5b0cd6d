using Ssm.Kernels;

namespace Ssm.Tests.Devices;

/// <content>Primitives along time.</content>
internal sealed partial class FarBackend<T>
{
    public void DiagonalScan(
        View<T> a, View<T> b, View<T> h0, View<T> h, in ScanShape shape, ScanForm form, View<int> resets = default,
        ScanAlgorithm algorithm = ScanAlgorithm.ByCost) =>
        Counted().DiagonalScan(Near(a), Near(b), Near(h0), Near(h), shape, form, Near(resets), algorithm);

    public void DiagonalScan(
        ComplexView<T> a, ComplexView<T> b, ComplexView<T> h0, ComplexView<T> h, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost) =>
        Counted().DiagonalScan(Near(a), Near(b), Near(h0), Near(h), shape, form, Near(resets), algorithm);

    public void DiagonalScanAdjoint(
        View<T> a, View<T> h, View<T> h0, View<T> dh, View<T> da, View<T> db, View<T> dh0, in ScanShape shape,
        ScanForm form, View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost) =>
        Counted().DiagonalScanAdjoint(
            Near(a), Near(h), Near(h0), Near(dh), Near(da), Near(db), Near(dh0), shape, form, Near(resets), algorithm);

    public void DiagonalScanAdjoint(
        ComplexView<T> a, ComplexView<T> h, ComplexView<T> h0, ComplexView<T> dh, ComplexView<T> da, ComplexView<T> db,
        ComplexView<T> dh0, in ScanShape shape, ScanForm form, View<int> resets = default,
        ScanAlgorithm algorithm = ScanAlgorithm.ByCost) =>
        Counted().DiagonalScanAdjoint(
            Near(a), Near(h), Near(h0), Near(dh), Near(da), Near(db), Near(dh0), shape, form, Near(resets), algorithm);

    public void Fft(ComplexView<T> x, ComplexView<T> y, in AxisShape shape) =>
        Counted().Fft(Near(x), Near(y), shape);

    public void InverseFft(ComplexView<T> x, ComplexView<T> y, in AxisShape shape) =>
        Counted().InverseFft(Near(x), Near(y), shape);

    public void RealFft(View<T> x, ComplexView<T> y, in AxisShape shape) =>
        Counted().RealFft(Near(x), Near(y), shape);

    public void InverseRealFft(ComplexView<T> x, View<T> y, in AxisShape shape) =>
        Counted().InverseRealFft(Near(x), Near(y), shape);

    public void DirectConvolution(View<T> u, View<T> k, View<T> y, in ConvolutionShape shape) =>
        Counted().DirectConvolution(Near(u), Near(k), Near(y), shape);

    public void FftConvolution(View<T> u, View<T> k, View<T> y, in ConvolutionShape shape) =>
        Counted().FftConvolution(Near(u), Near(k), Near(y), shape);

    public void DirectConvolutionAdjoint(
        View<T> u, View<T> k, View<T> dy, View<T> du, View<T> dk, in ConvolutionShape shape) =>
        Counted().DirectConvolutionAdjoint(Near(u), Near(k), Near(dy), Near(du), Near(dk), shape);

    public void FftConvolutionAdjoint(
        View<T> u, View<T> k, View<T> dy, View<T> du, View<T> dk, in ConvolutionShape shape) =>
        Counted().FftConvolutionAdjoint(Near(u), Near(k), Near(dy), Near(du), Near(dk), shape);

    public void CausalConv1d(
        View<T> x, View<T> w, View<T> bias, View<T> previous, View<T> y, in ConvolutionShape shape) =>
        Counted().CausalConv1d(Near(x), Near(w), Near(bias), Near(previous), Near(y), shape);

    public void CausalConv1dAdjoint(
        View<T> x, View<T> w, View<T> previous, View<T> dy, View<T> dx, View<T> dw, View<T> dbias, View<T> dprevious,
        in ConvolutionShape shape) =>
        Counted().CausalConv1dAdjoint(
            Near(x), Near(w), Near(previous), Near(dy), Near(dx), Near(dw), Near(dbias), Near(dprevious), shape);

    public void Vandermonde(ComplexView<T> v, ComplexView<T> z, View<T> k, in VandermondeShape shape, T scale) =>
        Counted().Vandermonde(Near(v), Near(z), Near(k), shape, scale);

    public void VandermondeAdjoint(
        ComplexView<T> v, ComplexView<T> z, View<T> dk, ComplexView<T> dv, ComplexView<T> dz, in VandermondeShape shape,
        T scale) =>
        Counted().VandermondeAdjoint(Near(v), Near(z), Near(dk), Near(dv), Near(dz), shape, scale);

    public void TwoSidedConvolution(View<T> u, View<T> past, View<T> future, View<T> y, in ConvolutionShape shape) =>
        Counted().TwoSidedConvolution(Near(u), Near(past), Near(future), Near(y), shape);

    public void TwoSidedConvolutionAdjoint(
        View<T> u, View<T> past, View<T> future, View<T> dy, View<T> du, View<T> dPast, View<T> dFuture,
        in ConvolutionShape shape) =>
        Counted().TwoSidedConvolutionAdjoint(
            Near(u), Near(past), Near(future), Near(dy), Near(du), Near(dPast), Near(dFuture), shape);

    public void Cauchy(ComplexView<T> v, ComplexView<T> z, ComplexView<T> c, in CauchyShape shape) =>
        Counted().Cauchy(Near(v), Near(z), Near(c), shape);

    public void CauchyAdjoint(
        ComplexView<T> v, ComplexView<T> z, ComplexView<T> dc, ComplexView<T> dv, ComplexView<T> dz,
        in CauchyShape shape) =>
        Counted().CauchyAdjoint(Near(v), Near(z), Near(dc), Near(dv), Near(dz), shape);

    public void SelectiveScan(
        in SelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> y, View<T> final, View<T> carries,
        in SelectiveScanShape shape) =>
        Counted().SelectiveScan(Near(operands), Near(resets), softplus, Near(y), Near(final), Near(carries), shape);

    public void SelectiveScanAdjoint(
        in SelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> carries, View<T> dy, View<T> dfinal,
        in SelectiveScanViews<T> gradients, in SelectiveScanShape shape) =>
        Counted().SelectiveScanAdjoint(
            Near(operands), Near(resets), softplus, Near(carries), Near(dy), Near(dfinal), Near(gradients), shape);

    public void ComplexSelectiveScan(
        in ComplexSelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> y, ComplexView<T> final,
        View<T> carries, in SelectiveScanShape shape) =>
        Counted().ComplexSelectiveScan(
            Near(operands), Near(resets), softplus, Near(y), Near(final), Near(carries), shape);

    public void ComplexSelectiveScanAdjoint(
        in ComplexSelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> carries, View<T> dy,
        ComplexView<T> dfinal, in ComplexSelectiveScanViews<T> gradients, in SelectiveScanShape shape) =>
        Counted().ComplexSelectiveScanAdjoint(
            Near(operands), Near(resets), softplus, Near(carries), Near(dy), Near(dfinal), Near(gradients), shape);
}
