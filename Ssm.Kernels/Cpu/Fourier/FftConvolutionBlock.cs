using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The work of <see cref="FftConvolution{T}"/> on one group of lanes.</summary>
/// <remarks>
/// All is done by tiles of columns and by rows, so it stays in the first-level cache: a tile is loaded and goes through
/// the passes across rows; then a row and its partner go through their own passes, the product, and their passes
/// back; then a tile goes through the passes across rows back and is stored. Nothing is reordered. The kernel's rows
/// are transformed when the first row of the batch meets them.
/// Pointers, because a piece of work may run on another thread, where no span can follow.
/// </remarks>
internal readonly unsafe struct FftConvolutionBlock<T>(
    BlockedFft<T> fft, PackedSpectrum<T> spectrum, ConvolutionSizes shape, T* u, T* k, T* future, T* dy, T* signal)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BlockedFft<T> _fft = fft;
    private readonly PackedSpectrum<T> _spectrum = spectrum;
    private readonly ConvolutionSizes _shape = shape;
    private readonly T* _u = u;
    private readonly T* _k = k;
    private readonly T* _future = future;
    private readonly T* _dy = dy;
    private readonly T* _signal = signal;

    /// <summary>Where the kernel's gradient goes, or nothing.</summary>
    internal T* Dk { get; init; }

    /// <summary>Where that of the other half of a two-sided kernel goes: nothing where there is no such half.</summary>
    internal T* DFuture { get; init; }

    /// <summary>y for the groups of lanes from <paramref name="start"/> to <paramref name="end"/>.</summary>
    internal static void Forward(FftConvolutionBlock<T> job, int start, int end)
    {
        int memory = job._fft.MemoryPoints, most = LaneGroup.MostBlocks<T>();
        T[] rented = ArrayPool<T>.Shared.Rent(LaneBlock.ScratchLength<T>(2L * most * memory));
        fixed (T* scratch = rented)
        {
            Lanes<T>* kernel = LaneBlock.Align(scratch);
            Lanes<T>* x = kernel + (most * memory);
            for (int index = start; index < end; index++)
            {
                LaneGroup group = LaneGroup.At<T>(index, job._shape.Channels);
                job.LoadKernel(kernel, group);
                for (int b = 0; b < job._shape.Batch; b++)
                {
                    job.LoadRow(job._u, b, x, group);
                    for (int block = 0; block < group.Blocks; block++)
                    {
                        job.Multiply<PackedProducts.Convolve<T>>(
                            kernel + (block * memory), x + (block * memory), b == 0);
                    }

                    job.StoreRow(x, b, group);
                }
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>du, dk and the gradient of the other half of the kernel, each where wanted.</summary>
    internal static void Backward(FftConvolutionBlock<T> job, int start, int end)
    {
        int memory = job._fft.MemoryPoints, most = LaneGroup.MostBlocks<T>();
        T[] rented = ArrayPool<T>.Shared.Rent(LaneBlock.ScratchLength<T>(4L * most * memory));
        fixed (T* scratch = rented)
        {
            Lanes<T>* kernel = LaneBlock.Align(scratch);
            Lanes<T>* x = kernel + (most * memory);
            Lanes<T>* gradient = x + (most * memory);
            Lanes<T>* sum = gradient + (most * memory);
            for (int index = start; index < end; index++)
            {
                LaneGroup group = LaneGroup.At<T>(index, job._shape.Channels);
                job.Backward(kernel, x, gradient, sum, group);
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    private void Backward(Lanes<T>* kernel, Lanes<T>* x, Lanes<T>* gradient, Lanes<T>* sum, LaneGroup group)
    {
        int memory = _fft.MemoryPoints;
        bool kernelWanted = Dk != null;
        if (_signal != null)
        {
            LoadKernel(kernel, group);
        }

        new Span<Lanes<T>>(sum, group.Blocks * memory).Clear();
        for (int b = 0; b < _shape.Batch; b++)
        {
            LoadRow(_dy, b, gradient, group);
            if (kernelWanted)
            {
                LoadRow(_u, b, x, group);
            }

            for (int block = 0; block < group.Blocks; block++)
            {
                nint at = block * memory;
                MultiplyBack(
                    _signal == null ? null : kernel + at, kernelWanted ? x + at : null, gradient + at, sum + at,
                    b == 0);
            }

            if (_signal != null)
            {
                StoreRow(gradient, b, group);
            }
        }

        if (kernelWanted)
        {
            StoreKernel(sum, group);
        }
    }

    // A row and its partner: forward, times the kernel's, and back.
    private void Multiply<TProduct>(Lanes<T>* kernel, Lanes<T>* x, bool first)
        where TProduct : struct, IPackedProduct<T>
    {
        for (int row = 0; row < _fft.Rows; row++)
        {
            int partner = _fft.Partner(row);
            if (row <= partner)
            {
                if (first)
                {
                    ForwardPair(kernel, row, partner);
                }

                ForwardPair(x, row, partner);
                _spectrum.Multiply<TProduct>(kernel, x, x, row);
                PairFromScrambled(x, row, partner);
            }
        }
    }

    private void MultiplyBack(Lanes<T>* kernel, Lanes<T>* x, Lanes<T>* gradient, Lanes<T>* sum, bool first)
    {
        for (int row = 0; row < _fft.Rows; row++)
        {
            int partner = _fft.Partner(row);
            if (row <= partner)
            {
                ForwardPair(gradient, row, partner);
                if (x != null)
                {
                    ForwardPair(x, row, partner);
                    _spectrum.Multiply<PackedProducts.AddCorrelate<T>>(x, gradient, sum, row);
                }

                if (kernel != null)
                {
                    if (first)
                    {
                        ForwardPair(kernel, row, partner);
                    }

                    _spectrum.Multiply<PackedProducts.Correlate<T>>(kernel, gradient, gradient, row);
                    PairFromScrambled(gradient, row, partner);
                }
            }
        }
    }

    private void ForwardPair(Lanes<T>* x, int row, int partner)
    {
        _fft.ForwardRow(x, row);
        if (row != partner)
        {
            _fft.ForwardRow(x, partner);
        }
    }

    private void PairFromScrambled(Lanes<T>* x, int row, int partner)
    {
        _fft.RowFromScrambled(x, row);
        if (row != partner)
        {
            _fft.RowFromScrambled(x, partner);
        }
    }

    private void LoadRow(T* signals, int b, Lanes<T>* x, LaneGroup group) =>
        Load(signals + (b * _shape.Row), _shape.Length, x, group, T.One);

    // With the 1/h of the inverse transform that will follow.
    private void LoadKernel(Lanes<T>* kernel, LaneGroup group)
    {
        T scale = T.One / T.CreateChecked(_fft.Points);
        Load(_k, Math.Min(_shape.Taps, _shape.Length), kernel, group, scale, _future);
    }

    // The other half of a two-sided kernel, if there is one, lies at negative times: at the end of the circle.
    private void Load(T* signal, int length, Lanes<T>* x, LaneGroup group, T scale, T* future = null)
    {
        int memory = _fft.MemoryPoints;
        bool half = _fft.Rows > 1 && length <= _fft.Points && future == null;
        int rows = half ? _fft.Rows / 2 : _fft.Rows;
        for (int column = 0; column < _fft.Columns; column += _fft.TileColumns)
        {
            int count = Math.Min(_fft.TileColumns, _fft.Columns - column);
            for (int row = 0; row < rows; row++)
            {
                Lanes<T>* points = x + ((nint)row * _fft.RowStride) + column;
                PackedRows.Load(
                    signal, length, _shape.Channels, group, (row * _fft.Columns) + column, count, points, memory);
                if (future != null)
                {
                    ReversedRows.Add(
                        future, length, 2 * _fft.Points, _shape.Channels, group, (row * _fft.Columns) + column, count,
                        points, memory);
                }

                Scale(points, count, group, scale);
            }

            for (int block = 0; block < group.Blocks; block++)
            {
                _fft.ForwardTile(x + (block * memory), column, count, half);
            }
        }
    }

    private void StoreRow(Lanes<T>* x, int b, LaneGroup group) =>
        Store(x, _signal + (b * _shape.Row), _shape.Length, group, T.One);

    private void Store(Lanes<T>* x, T* signal, int length, LaneGroup group, T scale, T* future = null)
    {
        int memory = _fft.MemoryPoints;
        bool half = _fft.Rows > 1 && length <= _fft.Points && future == null;
        int rows = half ? _fft.Rows / 2 : _fft.Rows;
        for (int column = 0; column < _fft.Columns; column += _fft.TileColumns)
        {
            int count = Math.Min(_fft.TileColumns, _fft.Columns - column);
            for (int block = 0; block < group.Blocks; block++)
            {
                _fft.TileFromScrambled(x + (block * memory), column, count, half);
            }

            for (int row = 0; row < rows; row++)
            {
                Lanes<T>* points = x + ((nint)row * _fft.RowStride) + column;
                Scale(points, count, group, scale);
                PackedRows.Store(
                    points, memory, signal, length, _shape.Channels, group, (row * _fft.Columns) + column, count);
                if (future != null)
                {
                    ReversedRows.Store(
                        points, memory, future, length, 2 * _fft.Points, _shape.Channels, group,
                        (row * _fft.Columns) + column, count);
                }
            }
        }
    }

    private void Scale(Lanes<T>* points, int count, LaneGroup group, T scale)
    {
        for (int block = 0; block < group.Blocks && scale != T.One; block++)
        {
            PackedRows.Scale(points + (block * _fft.MemoryPoints), count, scale);
        }
    }

    private void StoreKernel(Lanes<T>* sum, LaneGroup group)
    {
        int memory = _fft.MemoryPoints;
        for (int block = 0; block < group.Blocks; block++)
        {
            for (int row = 0; row < _fft.Rows; row++)
            {
                _fft.RowFromScrambled(sum + (block * memory), row);
            }
        }

        int taps = Math.Min(_shape.Taps, _shape.Length);
        Store(sum, Dk, taps, group, T.One / T.CreateChecked(_fft.Points), DFuture);
        nint past = ((nint)taps * _shape.Channels) + group.First;
        LaneBlock.Clear(Dk + past, _shape.Taps - taps, _shape.Channels, group.Lanes);
        if (DFuture != null)
        {
            LaneBlock.Clear(DFuture + past, _shape.Taps - taps, _shape.Channels, group.Lanes);
        }
    }
}
