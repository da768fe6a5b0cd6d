namespace Ssm.Kernels;

/// <content>The convolution with the past and the future.</content>
public sealed unsafe partial class FftConvolution<T>
{
    /// <summary>y[b,t,h] = Σ_j past[j,h] u[b,t−j,h] + Σ_j future[j,h] u[b,t+j,h], j from 0: both halves hold the
    /// current sample.</summary>
    /// <remarks>
    /// One convolution, with the future half at negative times: it costs what <see cref="Forward"/> costs.
    /// <paramref name="y"/> may not overlap the inputs.
    /// </remarks>
    /// <param name="u">The inputs, (batch, length, channels).</param>
    /// <param name="past">The kernels of the past, (taps, channels).</param>
    /// <param name="future">The kernels of the future, (taps, channels).</param>
    /// <param name="y">The outputs, (batch, length, channels).</param>
    /// <param name="batch">The number of rows, B.</param>
    /// <param name="channels">The number of channels, H.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A span has another size than its shape says.</exception>
    public void ForwardTwoSided(
        ReadOnlySpan<T> u,
        ReadOnlySpan<T> past,
        ReadOnlySpan<T> future,
        Span<T> y,
        int batch,
        int channels,
        int threads = 1)
    {
        ConvolutionSizes shape = new(batch, Length, Taps, channels);
        shape.Check(nameof(FftConvolution<>), u.Length, past.Length, threads);
        Guard.Length(future.Length, past.Length, nameof(FftConvolution<>));
        shape.CheckSignal(nameof(FftConvolution<>), y.Length, "y.Length");
        fixed (T* pu = u, pk = past, pf = future, py = y)
        {
            FftConvolutionBlock<T> job = new(_fft, _spectrum, shape, pu, pk, pf, null, py);
            WorkSplit.Run(
                LaneGroup.Count<T>(channels), 1, Work(shape), threads, job, FftConvolutionBlock<T>.Forward);
        }
    }

    /// <summary>The adjoint of <see cref="ForwardTwoSided"/>: du[b,s,h] = Σ_j past[j,h] dy[b,s+j,h] + future[j,h]
    /// dy[b,s−j,h], dPast[j,h] = Σ_(b,t) dy[b,t,h] u[b,t−j,h], dFuture[j,h] = Σ_(b,t) dy[b,t,h] u[b,t+j,h].</summary>
    /// <remarks>The gradients are overwritten, and may not overlap the inputs.</remarks>
    /// <param name="u">The inputs of the forward pass, (batch, length, channels).</param>
    /// <param name="past">The kernels of the past, (taps, channels).</param>
    /// <param name="future">The kernels of the future, (taps, channels).</param>
    /// <param name="dy">The gradient with respect to the outputs, (batch, length, channels).</param>
    /// <param name="du">The gradient with respect to u, of the same shape, or empty where it is not wanted.</param>
    /// <param name="dPast">The gradient with respect to past, of the same shape, or empty with dFuture.</param>
    /// <param name="dFuture">The gradient with respect to future, of the same shape, or empty with dPast.</param>
    /// <param name="batch">The number of rows, B.</param>
    /// <param name="channels">The number of channels, H.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A span has another size than its shape says.</exception>
    public void BackwardTwoSided(
        ReadOnlySpan<T> u,
        ReadOnlySpan<T> past,
        ReadOnlySpan<T> future,
        ReadOnlySpan<T> dy,
        Span<T> du,
        Span<T> dPast,
        Span<T> dFuture,
        int batch,
        int channels,
        int threads = 1)
    {
        ConvolutionSizes shape = new(batch, Length, Taps, channels);
        shape.Check(nameof(FftConvolution<>), u.Length, past.Length, threads);
        Guard.Length(future.Length, past.Length, nameof(FftConvolution<>));
        shape.CheckGradients(nameof(FftConvolution<>), dy.Length, du.Length, dPast.Length);
        Guard.Length(dFuture.Length, dPast.Length, nameof(FftConvolution<>));
        fixed (T* pu = u, pk = past, pf = future, pdy = dy, pdu = du, pdk = dPast, pdf = dFuture)
        {
            FftConvolutionBlock<T> job =
                new(_fft, _spectrum, shape, pu, pk, pf, pdy, pdu) { Dk = pdk, DFuture = pdf };
            WorkSplit.Run(
                LaneGroup.Count<T>(channels), 1, 2 * Work(shape), threads, job, FftConvolutionBlock<T>.Backward);
        }
    }
}
