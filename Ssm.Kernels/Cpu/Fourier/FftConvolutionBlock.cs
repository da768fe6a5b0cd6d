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
        T[] rented = ArrayPool<T>.Shared.Rent(job.Scratch(2));
        fixed (T* scratch = rented)
        {
            for (int index = start; index < end; index++)
            {
                LaneGroup group = LaneGroup.Widest<T>(index, job._shape.Channels);
                if (group.IsWide<T>())
                {
                    job.Forward((WideLanes<T>*)LaneBlock.Align(scratch), group);
                }
                else
                {
                    job.Forward(LaneBlock.Align(scratch), group);
                }
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>du, dk and the gradient of the other half of the kernel, each where wanted.</summary>
    internal static void Backward(FftConvolutionBlock<T> job, int start, int end)
    {
        T[] rented = ArrayPool<T>.Shared.Rent(job.Scratch(4));
        fixed (T* scratch = rented)
        {
            for (int index = start; index < end; index++)
            {
                LaneGroup group = LaneGroup.Widest<T>(index, job._shape.Channels);
                if (group.IsWide<T>())
                {
                    job.Backward((WideLanes<T>*)LaneBlock.Align(scratch), group);
                }
                else
                {
                    job.Backward(LaneBlock.Align(scratch), group);
                }
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    // The elements of so many groups of lanes.
    private int Scratch(int groups) =>
        LaneBlock.ScratchLength<T>((long)groups * LaneGroup.MostBlocks<T>() * _fft.MemoryPoints);

    private void Forward<TLanes>(TLanes* kernel, LaneGroup group)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int memory = _fft.MemoryPoints;
        TLanes* x = kernel + (group.Blocks * memory);
        LoadKernel(kernel, group);
        for (int b = 0; b < _shape.Batch; b++)
        {
            LoadRow(_u, b, x, group);
            for (int block = 0; block < group.Blocks; block++)
            {
                Multiply<TLanes, PackedProducts.Convolve<T, TLanes>>(
                    kernel + (block * memory), x + (block * memory), b == 0);
            }

            StoreRow(x, b, group);
        }
    }

    private void Backward<TLanes>(TLanes* kernel, LaneGroup group)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int memory = _fft.MemoryPoints;
        TLanes* x = kernel + (group.Blocks * memory);
        TLanes* gradient = x + (group.Blocks * memory);
        TLanes* sum = gradient + (group.Blocks * memory);
        bool kernelWanted = Dk != null;
        if (_signal != null)
        {
            LoadKernel(kernel, group);
        }

        if (_shape.Batch == 0)
        {
            new Span<TLanes>(sum, group.Blocks * memory).Clear();
        }

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
                    b == 0, b == _shape.Batch - 1);
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
    private void Multiply<TLanes, TProduct>(TLanes* kernel, TLanes* x, bool first)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TProduct : struct, IPackedProduct<T, TLanes>
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
                _spectrum.Multiply<TLanes, TProduct>(kernel, x, x, row);
                PairFromScrambled(x, row, partner);
            }
        }
    }

    // The sum over the batch goes through its passes back, too, when the last row has been added.
    private void MultiplyBack<TLanes>(
        TLanes* kernel, TLanes* x, TLanes* gradient, TLanes* sum, bool first, bool last)
        where TLanes : unmanaged, ILanes<TLanes, T>
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
                    if (first)
                    {
                        _spectrum.Multiply<TLanes, PackedProducts.Correlate<T, TLanes>>(x, gradient, sum, row);
                    }
                    else
                    {
                        _spectrum.Multiply<TLanes, PackedProducts.AddCorrelate<T, TLanes>>(x, gradient, sum, row);
                    }

                    if (last)
                    {
                        PairFromScrambled(sum, row, partner);
                    }
                }

                if (kernel != null)
                {
                    if (first)
                    {
                        ForwardPair(kernel, row, partner);
                    }

                    _spectrum.Multiply<TLanes, PackedProducts.Correlate<T, TLanes>>(kernel, gradient, gradient, row);
                    PairFromScrambled(gradient, row, partner);
                }
            }
        }
    }

    private void ForwardPair<TLanes>(TLanes* x, int row, int partner)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        _fft.ForwardRow(x, row);
        if (row != partner)
        {
            _fft.ForwardRow(x, partner);
        }
    }

    private void PairFromScrambled<TLanes>(TLanes* x, int row, int partner)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        _fft.RowFromScrambled(x, row);
        if (row != partner)
        {
            _fft.RowFromScrambled(x, partner);
        }
    }

    private void LoadRow<TLanes>(T* signals, int b, TLanes* x, LaneGroup group)
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        Load(signals + (b * _shape.Row), _shape.Length, x, group, T.One);

    // With the 1/h of the inverse transform that will follow.
    private void LoadKernel<TLanes>(TLanes* kernel, LaneGroup group)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T scale = T.One / T.CreateChecked(_fft.Points);
        Load(_k, Math.Min(_shape.Taps, _shape.Length), kernel, group, scale, _future);
    }

    // The other half of a two-sided kernel, if there is one, lies at negative times: at the end of the circle.
    private void Load<TLanes>(T* signal, int length, TLanes* x, LaneGroup group, T scale, T* future = null)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int memory = _fft.MemoryPoints;
        bool half = _fft.Rows > 1 && length <= _fft.Points && future == null;
        int rows = half ? _fft.Rows / 2 : _fft.Rows;
        for (int column = 0; column < _fft.Columns; column += _fft.TileColumns)
        {
            int count = Math.Min(_fft.TileColumns, _fft.Columns - column);
            for (int row = 0; row < rows; row++)
            {
                TLanes* points = x + ((nint)row * _fft.RowStride) + column;
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

    private void StoreRow<TLanes>(TLanes* x, int b, LaneGroup group)
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        Store(x, _signal + (b * _shape.Row), _shape.Length, group, T.One);

    private void Store<TLanes>(TLanes* x, T* signal, int length, LaneGroup group, T scale, T* future = null)
        where TLanes : unmanaged, ILanes<TLanes, T>
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
                TLanes* points = x + ((nint)row * _fft.RowStride) + column;
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

    private void Scale<TLanes>(TLanes* points, int count, LaneGroup group, T scale)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int block = 0; block < group.Blocks && scale != T.One; block++)
        {
            PackedRows.Scale(points + (block * _fft.MemoryPoints), count, scale);
        }
    }

    private void StoreKernel<TLanes>(TLanes* sum, LaneGroup group)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
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
