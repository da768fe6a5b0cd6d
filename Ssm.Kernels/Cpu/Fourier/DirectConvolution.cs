namespace Ssm.Kernels;

/// <summary>The causal convolution of a batch with one kernel per channel, by its definition.</summary>
/// <remarks>
/// Spans are u (B, L, H), k (K, H), y (B, L, H); lanes run across channels. It costs B·H·L·min(K, L) fused operations
/// and is the judge of <see cref="FftConvolution{T}"/>, which is faster from a few dozen taps on. Sums run over taps
/// from the newest sample to the oldest, and over time from first to last, then over the batch from first to last: the
/// bits do not depend on the number of threads, nor on the place of a channel or of a row.
/// </remarks>
public static unsafe partial class DirectConvolution
{
    /// <summary>y[b,t,h] = Σ_j k[j,h] u[b,t−j,h], for j from 0 to min(t, K − 1).</summary>
    /// <remarks>Taps beyond the length have no effect. <paramref name="y"/> may not overlap the inputs.</remarks>
    /// <param name="u">The inputs, (batch, length, channels).</param>
    /// <param name="k">The kernels, (taps, channels).</param>
    /// <param name="y">The outputs, (batch, length, channels).</param>
    /// <param name="batch">The number of rows, B.</param>
    /// <param name="length">The number of time steps, L.</param>
    /// <param name="taps">The length of a kernel, K: shorter than, equal to or longer than L.</param>
    /// <param name="channels">The number of channels, H.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A span has another size than its shape says.</exception>
    public static void Forward<T>(
        ReadOnlySpan<T> u,
        ReadOnlySpan<T> k,
        Span<T> y,
        int batch,
        int length,
        int taps,
        int channels,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionSizes shape = new(batch, length, taps, channels);
        shape.Check(nameof(DirectConvolution), u.Length, k.Length, threads);
        shape.CheckSignal(nameof(DirectConvolution), y.Length, "y.Length");
        if (y.IsEmpty)
        {
            return;
        }

        fixed (T* pu = u, pk = k, py = y)
        {
            Job<T> job = new(shape, pu, pk, null, py, null);
            WorkSplit.Run(batch * LaneBlock.Count<T>(channels), 1, shape.DirectWork, threads, job, ForwardPiece);
        }
    }

    /// <summary>The adjoint: du[b,s,h] = Σ_t k[t−s,h] dy[b,t,h] and dk[j,h] = Σ_(b,t) dy[b,t,h] u[b,t−j,h].</summary>
    /// <remarks>
    /// <paramref name="du"/> and <paramref name="dk"/> are overwritten, and may not overlap the inputs.
    /// </remarks>
    /// <param name="u">The inputs of the forward pass, (batch, length, channels).</param>
    /// <param name="k">The kernels, (taps, channels).</param>
    /// <param name="dy">The gradient with respect to the outputs, (batch, length, channels).</param>
    /// <param name="du">The gradient with respect to u, of the same shape, or empty where it is not wanted.</param>
    /// <param name="dk">The gradient with respect to k, of the same shape, or empty where it is not wanted.</param>
    /// <param name="batch">The number of rows, B.</param>
    /// <param name="length">The number of time steps, L.</param>
    /// <param name="taps">The length of a kernel, K.</param>
    /// <param name="channels">The number of channels, H.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A span has another size than its shape says.</exception>
    public static void Backward<T>(
        ReadOnlySpan<T> u,
        ReadOnlySpan<T> k,
        ReadOnlySpan<T> dy,
        Span<T> du,
        Span<T> dk,
        int batch,
        int length,
        int taps,
        int channels,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionSizes shape = new(batch, length, taps, channels);
        shape.Check(nameof(DirectConvolution), u.Length, k.Length, threads);
        shape.CheckGradients(nameof(DirectConvolution), dy.Length, du.Length, dk.Length);
        fixed (T* pu = u, pk = k, pdy = dy, pdu = du, pdk = dk)
        {
            if (pdu != null)
            {
                Job<T> job = new(shape, pu, pk, pdy, pdu, null);
                int items = batch * LaneBlock.Count<T>(channels);
                WorkSplit.Run(items, 1, shape.DirectWork, threads, job, InputPiece);
            }

            if (pdk != null)
            {
                Job<T> job = new(shape, pu, pk, pdy, null, pdk);
                WorkSplit.Run(LaneBlock.Count<T>(channels), 1, shape.DirectWork, threads, job, KernelPiece);
            }
        }
    }

    private static void ForwardPiece<T>(Job<T> job, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int blocks = LaneBlock.Count<T>(job.Shape.Channels);
        for (int i = start; i < end; i++)
        {
            int lane = i % blocks * Vector<T>.Count;
            nint row = i / blocks * job.Shape.Row;
            Convolve(job.U + row + lane, job.K + lane, job.Signal + row + lane, job.Shape, job.Shape.Width<T>(lane));
        }
    }

    private static void InputPiece<T>(Job<T> job, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int blocks = LaneBlock.Count<T>(job.Shape.Channels);
        for (int i = start; i < end; i++)
        {
            int lane = i % blocks * Vector<T>.Count;
            nint row = i / blocks * job.Shape.Row;
            T* du = job.Signal + row + lane;
            int width = job.Shape.Width<T>(lane);
            int length = job.Shape.Length, stride = job.Shape.Channels;
            LaneBlock.Clear(du, length, stride, width);
            Correlate(job.Dy + row + lane, job.K + lane, du, stride, length, job.Shape.Taps, length, width);
        }
    }

    private static void KernelPiece<T>(Job<T> job, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int block = start; block < end; block++)
        {
            int lane = block * Vector<T>.Count;
            T* dk = job.Dk + lane;
            int width = job.Shape.Width<T>(lane);
            int length = job.Shape.Length, stride = job.Shape.Channels;
            LaneBlock.Clear(dk, job.Shape.Taps, stride, width);
            for (int b = 0; b < job.Shape.Batch; b++)
            {
                nint row = (b * job.Shape.Row) + lane;
                int results = Math.Min(job.Shape.Taps, length);
                Correlate(job.Dy + row, job.U + row, dk, stride, results, length, length, width);
            }
        }
    }

    // Pointers, because a piece of work may run on another thread, where no span can follow.
    private readonly struct Job<T>(ConvolutionSizes shape, T* u, T* k, T* dy, T* signal, T* dk)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal readonly ConvolutionSizes Shape = shape;
        internal readonly T* U = u;
        internal readonly T* K = k;
        internal readonly T* Dy = dy;
        internal readonly T* Signal = signal;
        internal readonly T* Dk = dk;
    }
}
