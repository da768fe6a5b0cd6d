using System.Buffers;

namespace Ssm.Kernels;

/// <summary>Real signals of even length n, two samples to a complex point, by the blocked transform of half the length.
/// </summary>
/// <remarks>
/// With z[j] = x[2j] + i·x[2j+1], Z its transform of h = n/2 points, indices modulo h, and g[k] = −(i/2) e^(−πi·k/h)
/// <code>
///   X[k] = (Z[k] + conj Z[h−k])/2 + g[k] (Z[k] − conj Z[h−k])
///   Z[k] = (X[k] + conj X[h−k])/2 + conj g[k] (X[k] − conj X[h−k])
/// </code>
/// k and h − k have the same two terms, so they are done together, when a row and its partner are in the cache; the
/// bins are read and written there, in order, with no pass of their own.
/// </remarks>
internal sealed unsafe class PackedRealTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BlockedFft<T> _fft;
    private readonly T[] _turns;

    internal PackedRealTransform(int length)
    {
        int half = length / 2;
        _fft = new BlockedFft<T>(half);
        _turns = new T[length];
        for (int k = 0; k < half; k++)
        {
            // −i·w^k is w^(k + n/4), and in quarters of a point k + n/4 is a whole number.
            Twiddle.Write(_turns.AsSpan(2 * k, 2), (4L * k) + length, 4L * length, 0.5);
        }
    }

    /// <summary>From the rows of a signal to the rows of its bins 0 … n/2.</summary>
    internal void Forward(T* x, T* re, T* im, nint stride, LaneGroup group)
    {
        T[] rented = ArrayPool<T>.Shared.Rent(
            LaneBlock.ScratchLength<T>((long)LaneGroup.MostBlocks<T>() * _fft.MemoryPoints));
        fixed (T* scratch = rented, turns = _turns)
        {
            Lanes<T>* z = LaneBlock.Align(scratch);
            if (group.IsWide<T>())
            {
                Forward(x, re, im, stride, group, (WideLanes<T>*)z, turns);
            }
            else
            {
                Forward(x, re, im, stride, group, z, turns);
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    private void Forward<TLanes>(T* x, T* re, T* im, nint stride, LaneGroup group, TLanes* z, T* turns)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int memory = _fft.MemoryPoints;
        for (int column = 0; column < _fft.Columns; column += _fft.TileColumns)
        {
            int count = Math.Min(_fft.TileColumns, _fft.Columns - column);
            for (int row = 0; row < _fft.Rows; row++)
            {
                TLanes* points = z + ((nint)row * _fft.RowStride) + column;
                PackedRows.Load(
                    x, 2 * _fft.Points, stride, group, (row * _fft.Columns) + column, count, points, memory);
            }

            for (int block = 0; block < group.Blocks; block++)
            {
                _fft.ForwardTile(z + (block * memory), column, count, half: false);
            }
        }

        for (int row = 0; row < _fft.Rows; row++)
        {
            int partner = _fft.Partner(row);
            for (int block = 0; block < group.Blocks && row <= partner; block++)
            {
                _fft.ForwardRow(z + (block * memory), row);
                if (row != partner)
                {
                    _fft.ForwardRow(z + (block * memory), partner);
                }
            }

            if (row <= partner)
            {
                RealBins.Separate(_fft, z, turns, re, im, stride, row, group);
            }
        }
    }

    /// <summary>From the rows of the bins 0 … n/2 to the rows of the signal, with 1/n.</summary>
    internal void Inverse(T* re, T* im, T* x, nint stride, LaneGroup group)
    {
        T[] rented = ArrayPool<T>.Shared.Rent(
            LaneBlock.ScratchLength<T>((long)LaneGroup.MostBlocks<T>() * _fft.MemoryPoints));
        fixed (T* scratch = rented, turns = _turns)
        {
            Lanes<T>* z = LaneBlock.Align(scratch);
            if (group.IsWide<T>())
            {
                Inverse(re, im, x, stride, group, (WideLanes<T>*)z, turns);
            }
            else
            {
                Inverse(re, im, x, stride, group, z, turns);
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    private void Inverse<TLanes>(T* re, T* im, T* x, nint stride, LaneGroup group, TLanes* z, T* turns)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int memory = _fft.MemoryPoints;
        for (int row = 0; row < _fft.Rows; row++)
        {
            int partner = _fft.Partner(row);
            if (row > partner)
            {
                continue;
            }

            RealBins.Join(_fft, re, im, z, turns, stride, row, group);
            for (int block = 0; block < group.Blocks; block++)
            {
                _fft.RowFromScrambled(z + (block * memory), row);
                if (row != partner)
                {
                    _fft.RowFromScrambled(z + (block * memory), partner);
                }
            }
        }

        for (int column = 0; column < _fft.Columns; column += _fft.TileColumns)
        {
            int count = Math.Min(_fft.TileColumns, _fft.Columns - column);
            for (int block = 0; block < group.Blocks; block++)
            {
                _fft.TileFromScrambled(z + (block * memory), column, count, half: false);
            }

            for (int row = 0; row < _fft.Rows; row++)
            {
                TLanes* points = z + ((nint)row * _fft.RowStride) + column;
                PackedRows.Store(
                    points, memory, x, 2 * _fft.Points, stride, group, (row * _fft.Columns) + column, count);
            }
        }
    }
}
