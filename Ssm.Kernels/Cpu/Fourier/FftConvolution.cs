namespace Ssm.Kernels;

/// <summary>The causal convolution of a batch with one kernel per channel, by Fourier transforms.</summary>
/// <remarks>
/// The contract of <see cref="DirectConvolution"/> in O(B·H·n log n), with n = L + min(K, L) − 1 rounded up to a length
/// that transforms well: so the circular convolution is the linear one. A piece of work is the channels of one cache
/// line, one in each vector lane. Each real signal is packed two samples to a complex point (see
/// <see cref="PackedSpectrum{T}"/>) and transformed by <see cref="BlockedFft{T}"/>, forward, product and back, without
/// reordering and without leaving the first-level cache for the product. The kernel is transformed once for the batch.
/// <para>Accuracy: the error of an output is about ε·log n times the 2-norms of the kernel and of the row of its
/// channel. Channels and rows do not touch each other: a NaN or an infinity fills its own row of its own channel, and
/// in the kernel's gradient its own channel. Within that row it also goes back in time, unlike in
/// <see cref="DirectConvolution"/>.</para>
/// <para>A plan never changes, so threads may share it; scratch memory comes from the shared array pool. The bits do
/// not depend on the number of threads.</para>
/// Real signals by half as many complex points: Cooley, Lewis and Welch, "The fast Fourier transform
/// algorithm: programming considerations in the calculation of sine, cosine and Laplace transforms", 1970.
/// </remarks>
public sealed unsafe partial class FftConvolution<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BlockedFft<T> _fft;
    private readonly PackedSpectrum<T> _spectrum;

    /// <summary>Makes the tables for signals of <paramref name="length"/> steps and kernels of
    /// <paramref name="taps"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or both together above
    /// <see cref="FftSize.Largest"/>.</exception>
    public FftConvolution(int length, int taps)
    {
        FftSize.Check(length, nameof(FftConvolution<>), nameof(length));
        Guard.AtLeast(taps, 1, nameof(FftConvolution<>));
        Length = length;
        Taps = taps;
        int linear = length + Math.Min(length, taps) - 1;
        FftSize.Check(linear, nameof(FftConvolution<>), "length + taps - 1");
        _fft = new BlockedFft<T>(BlockedFft<T>.GoodSize((linear + 1) / 2));
        _spectrum = new PackedSpectrum<T>(_fft);
    }

    /// <summary>The number of time steps, L.</summary>
    public int Length { get; }

    /// <summary>The length of a kernel, K: shorter than, equal to or longer than L.</summary>
    public int Taps { get; }

    /// <summary>The number of real points of the transforms, n: even.</summary>
    public int Points => 2 * _fft.Points;

    /// <summary>y[b,t,h] = Σ_j k[j,h] u[b,t−j,h], for j from 0 to min(t, K − 1).</summary>
    /// <remarks>Taps beyond the length have no effect. <paramref name="y"/> may not overlap the inputs.</remarks>
    /// <param name="u">The inputs, (batch, length, channels).</param>
    /// <param name="k">The kernels, (taps, channels).</param>
    /// <param name="y">The outputs, (batch, length, channels).</param>
    /// <param name="batch">The number of rows, B.</param>
    /// <param name="channels">The number of channels, H.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A span has another size than its shape says.</exception>
    public void Forward(
        ReadOnlySpan<T> u, ReadOnlySpan<T> k, Span<T> y, int batch, int channels, int threads = 1)
    {
        ConvolutionSizes shape = new(batch, Length, Taps, channels);
        shape.Check(nameof(FftConvolution<>), u.Length, k.Length, threads);
        shape.CheckSignal(nameof(FftConvolution<>), y.Length, "y.Length");
        fixed (T* pu = u, pk = k, py = y)
        {
            FftConvolutionBlock<T> job = new(_fft, _spectrum, shape, pu, pk, null, null, py);
            WorkSplit.Run(
                LaneGroup.Count<T>(channels), 1, Work(shape), threads, job, FftConvolutionBlock<T>.Forward);
        }
    }

    /// <summary>The adjoint: du[b,s,h] = Σ_t k[t−s,h] dy[b,t,h] and dk[j,h] = Σ_(b,t) dy[b,t,h] u[b,t−j,h].</summary>
    /// <remarks>
    /// Both are correlations: the spectrum of dy times the conjugate of the kernel's, or of u's, the latter summed over
    /// the batch from first to last. <paramref name="du"/> and <paramref name="dk"/> are
    /// overwritten, and may not overlap the inputs.
    /// </remarks>
    /// <param name="u">The inputs of the forward pass, (batch, length, channels).</param>
    /// <param name="k">The kernels, (taps, channels).</param>
    /// <param name="dy">The gradient with respect to the outputs, (batch, length, channels).</param>
    /// <param name="du">The gradient with respect to u, of the same shape, or empty where it is not wanted.</param>
    /// <param name="dk">The gradient with respect to k, of the same shape, or empty where it is not wanted.</param>
    /// <param name="batch">The number of rows, B.</param>
    /// <param name="channels">The number of channels, H.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A span has another size than its shape says.</exception>
    public void Backward(
        ReadOnlySpan<T> u,
        ReadOnlySpan<T> k,
        ReadOnlySpan<T> dy,
        Span<T> du,
        Span<T> dk,
        int batch,
        int channels,
        int threads = 1)
    {
        ConvolutionSizes shape = new(batch, Length, Taps, channels);
        shape.Check(nameof(FftConvolution<>), u.Length, k.Length, threads);
        shape.CheckGradients(nameof(FftConvolution<>), dy.Length, du.Length, dk.Length);
        fixed (T* pu = u, pk = k, pdy = dy, pdu = du, pdk = dk)
        {
            FftConvolutionBlock<T> job = new(_fft, _spectrum, shape, pu, pk, null, pdy, pdu) { Dk = pdk };
            WorkSplit.Run(
                LaneGroup.Count<T>(channels), 1, 2 * Work(shape), threads, job, FftConvolutionBlock<T>.Backward);
        }
    }

    private long Work(ConvolutionSizes shape) =>
        (shape.Batch + 1L) * shape.Channels * Points * (BitOperations.Log2((uint)Points) + 1);
}
