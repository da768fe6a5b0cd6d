namespace Ssm.Kernels;

/// <content>Primitives along time: recurrences, transforms, convolutions.</content>
public partial interface IBackend<T>
{
    /// <summary>h[t] = a[t] ⊙ h[t−1] + b[t], real.</summary>
    /// <param name="a">(B, L, C), or (C) for one that is the same at every step.</param>
    /// <param name="b">(B, L, C).</param>
    /// <param name="h0">(B, C), or nothing for zero.</param>
    /// <param name="h">(B, L, C).</param>
    /// <param name="shape">B, L, C.</param>
    /// <param name="form">Whether a changes with time, and the direction.</param>
    /// <param name="resets">(B, L), not zero where the state before a step counts as zero; nothing for nowhere.</param>
    /// <param name="algorithm">How it is done.</param>
    void DiagonalScan(
        View<T> a, View<T> b, View<T> h0, View<T> h, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost);

    /// <summary>h[t] = a[t] ⊙ h[t−1] + b[t], complex; otherwise as the real one.</summary>
    void DiagonalScan(
        ComplexView<T> a, ComplexView<T> b, ComplexView<T> h0, ComplexView<T> h, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost);

    /// <summary>
    /// The adjoint of the real scan; <paramref name="da"/> and <paramref name="dh0"/> may be nothing.
    /// </summary>
    void DiagonalScanAdjoint(
        View<T> a, View<T> h, View<T> h0, View<T> dh, View<T> da, View<T> db, View<T> dh0,
        in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost);

    /// <summary>
    /// The adjoint of the complex scan; <paramref name="da"/> and <paramref name="dh0"/> may be nothing.
    /// </summary>
    void DiagonalScanAdjoint(
        ComplexView<T> a, ComplexView<T> h, ComplexView<T> h0, ComplexView<T> dh,
        ComplexView<T> da, ComplexView<T> db, ComplexView<T> dh0, in ScanShape shape, ScanForm form,
        View<int> resets = default, ScanAlgorithm algorithm = ScanAlgorithm.ByCost);

    /// <summary>The discrete Fourier transform of the middle axis, unnormalised, exponent −2πi·jk/n.</summary>
    void Fft(ComplexView<T> x, ComplexView<T> y, in AxisShape shape);

    /// <summary>The inverse transform of the middle axis, with 1/n.</summary>
    void InverseFft(ComplexView<T> x, ComplexView<T> y, in AxisShape shape);

    /// <summary>
    /// The transform of real data, bins 0 … n/2. <paramref name="shape"/> is that of <paramref name="x"/>.
    /// </summary>
    void RealFft(View<T> x, ComplexView<T> y, in AxisShape shape);

    /// <summary>The real data of half a spectrum. <paramref name="shape"/> is that of <paramref name="y"/>.</summary>
    void InverseRealFft(ComplexView<T> x, View<T> y, in AxisShape shape);

    /// <summary>y[b, t, h] = Σ_j k[j, h]·u[b, t − j, h] by the definition.</summary>
    void DirectConvolution(View<T> u, View<T> k, View<T> y, in ConvolutionShape shape);

    /// <summary>The same by transforms.</summary>
    void FftConvolution(View<T> u, View<T> k, View<T> y, in ConvolutionShape shape);

    /// <summary>The adjoint by the definition; <paramref name="du"/> or <paramref name="dk"/> may be nothing.</summary>
    void DirectConvolutionAdjoint(
        View<T> u, View<T> k, View<T> dy, View<T> du, View<T> dk, in ConvolutionShape shape);

    /// <summary>The adjoint by transforms; <paramref name="du"/> or <paramref name="dk"/> may be nothing.</summary>
    void FftConvolutionAdjoint(
        View<T> u, View<T> k, View<T> dy, View<T> du, View<T> dk, in ConvolutionShape shape);

    /// <summary>
    /// y[b, t, h] = bias[h] + Σ_j w[j, h]·x[b, t − (K−1) + j, h] for K of 1 to 8; the steps before the first are
    /// <paramref name="previous"/> (B, K − 1, H). The bias and the steps before may be nothing, for zeros.
    /// </summary>
    void CausalConv1d(View<T> x, View<T> w, View<T> bias, View<T> previous, View<T> y, in ConvolutionShape shape);

    /// <summary>The adjoint of <see cref="CausalConv1d"/>; each of the results may be nothing.</summary>
    void CausalConv1dAdjoint(
        View<T> x, View<T> w, View<T> previous, View<T> dy, View<T> dx, View<T> dw, View<T> dbias, View<T> dprevious,
        in ConvolutionShape shape);

    /// <summary>k[l, h] = scale · Re Σ_n v[h, n]·exp(l·z[h, n]), l = 0 … L − 1.</summary>
    void Vandermonde(ComplexView<T> v, ComplexView<T> z, View<T> k, in VandermondeShape shape, T scale);

    /// <summary>The adjoint of <see cref="Vandermonde"/>.</summary>
    void VandermondeAdjoint(
        ComplexView<T> v, ComplexView<T> z, View<T> dk, ComplexView<T> dv, ComplexView<T> dz,
        in VandermondeShape shape, T scale);
}
