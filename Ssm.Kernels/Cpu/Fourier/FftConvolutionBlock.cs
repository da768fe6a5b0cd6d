using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The work of <see cref="FftConvolution{T}"/> on one block of lanes.</summary>
/// <remarks>Pointers, because a piece of work may run on another thread, where no span can follow.</remarks>
internal readonly unsafe struct FftConvolutionBlock<T>(
    LaneFft<T> fft, ConvolutionSizes shape, T* u, T* k, T* dy, T* signal, T* dk)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LaneFft<T> _fft = fft;
    private readonly ConvolutionSizes _shape = shape;
    private readonly T* _u = u;
    private readonly T* _k = k;
    private readonly T* _dy = dy;
    private readonly T* _signal = signal;
    private readonly T* _dk = dk;

    /// <summary>y for the blocks of lanes from <paramref name="start"/> to <paramref name="end"/>.</summary>
    internal static void Forward(FftConvolutionBlock<T> job, int start, int end)
    {
        int points = job._fft.Points;
        T[] rented = ArrayPool<T>.Shared.Rent(LaneBlock.ScratchLength<T>(2L * points));
        fixed (T* scratch = rented)
        {
            Lanes<T>* kernel = LaneBlock.Align(scratch);
            Lanes<T>* rows = kernel + points;
            for (int block = start; block < end; block++)
            {
                int lane = block * Vector<T>.Count;
                int width = job._shape.Width<T>(lane);
                job.TransformKernel(kernel, lane, width);
                for (int b = 0; b < job._shape.Batch; b += 2)
                {
                    job.TransformRows(job._u, b, rows, lane, width);
                    Spectra.Multiply(kernel, rows, points);
                    job._fft.ForwardFromScrambled(rows);
                    job.StoreRows(rows, b, lane, width);
                }
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>du and dk, each where wanted.</summary>
    internal static void Backward(FftConvolutionBlock<T> job, int start, int end)
    {
        int points = job._fft.Points;
        T[] rented = ArrayPool<T>.Shared.Rent(LaneBlock.ScratchLength<T>(4L * points));
        fixed (T* scratch = rented)
        {
            Lanes<T>* kernel = LaneBlock.Align(scratch);
            Lanes<T>* gradient = kernel + points;
            Lanes<T>* rows = gradient + points;
            Lanes<T>* sum = rows + points;
            for (int block = start; block < end; block++)
            {
                int lane = block * Vector<T>.Count;
                int width = job._shape.Width<T>(lane);
                if (job._signal != null)
                {
                    job.TransformKernel(kernel, lane, width);
                }

                new Span<Lanes<T>>(sum, points).Clear();
                for (int b = 0; b < job._shape.Batch; b += 2)
                {
                    job.TransformRows(job._dy, b, gradient, lane, width);
                    if (job._dk != null)
                    {
                        job.TransformRows(job._u, b, rows, lane, width);
                        Spectra.AddConjugateProduct(rows, gradient, sum, points);
                    }

                    if (job._signal != null)
                    {
                        Spectra.MultiplyByConjugate(kernel, gradient, points);
                        job._fft.ForwardFromScrambled(gradient);
                        job.StoreRows(gradient, b, lane, width);
                    }
                }

                if (job._dk != null)
                {
                    job.StoreKernelGradient(sum, lane, width);
                }
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    // The spectrum of the kernel, times 1/n for the inverse transform that will follow.
    private void TransformKernel(Lanes<T>* kernel, int lane, int width)
    {
        int taps = Math.Min(_shape.Taps, _shape.Length);
        LaneBlock.LoadReal(_k + lane, taps, _shape.Channels, width, kernel);
        Spectra.Scale(kernel, taps, T.One / T.CreateChecked(_fft.Points));
        new Span<Lanes<T>>(kernel + taps, _fft.Points - taps).Clear();
        _fft.Forward(kernel);
    }

    // The spectrum of row b + i·row (b + 1); the last row of an odd batch is alone.
    private void TransformRows(T* signals, int b, Lanes<T>* rows, int lane, int width)
    {
        T* row = signals + (b * _shape.Row) + lane;
        int length = _shape.Length;
        if (b + 1 < _shape.Batch)
        {
            LaneBlock.Load(row, row + _shape.Row, length, _shape.Channels, width, rows);
        }
        else
        {
            LaneBlock.LoadReal(row, length, _shape.Channels, width, rows);
        }

        new Span<Lanes<T>>(rows + length, _fft.Points - length).Clear();
        _fft.Forward(rows);
    }

    // The products left the parts exchanged: the even row is the imaginary part.
    private void StoreRows(Lanes<T>* rows, int b, int lane, int width)
    {
        T* row = _signal + (b * _shape.Row) + lane;
        LaneBlock.StoreImaginary(rows, row, _shape.Length, _shape.Channels, width);
        if (b + 1 < _shape.Batch)
        {
            LaneBlock.StoreReal(rows, row + _shape.Row, _shape.Length, _shape.Channels, width);
        }
    }

    private void StoreKernelGradient(Lanes<T>* sum, int lane, int width)
    {
        int taps = Math.Min(_shape.Taps, _shape.Length);
        int stride = _shape.Channels;
        T* dk = _dk + lane;
        Spectra.SwapScaled(sum, _fft.Points, T.One / T.CreateChecked(_fft.Points));
        _fft.ForwardFromScrambled(sum);
        LaneBlock.StoreImaginary(sum, dk, taps, stride, width);
        LaneBlock.Clear(dk + ((nint)taps * stride), _shape.Taps - taps, stride, width);
    }
}
