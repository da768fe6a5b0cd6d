namespace Ssm.Kernels;

/// <summary>A transform of a block of lanes as a table of R rows of m columns, R a power of 4, for the cache.</summary>
/// <remarks>
/// Point r·m + c lies in row r and column c. The first log₄ R passes of a decimation in frequency mix rows and keep to
/// a column, so they are done on tiles of a few columns, while a tile is in the first-level cache. What is left is a
/// transform of each row, by <see cref="LaneFft{T}"/>, again in that cache. So all goes through the outer caches
/// twice, whatever the number of passes is, and what its caller does with a tile (load it, store it) or with a row
/// (multiply it, store it) costs no traffic of its own. Rows are padded: at a distance of a power of two all rows of a
/// tile would share a few sets of the cache.
/// <para>Afterwards row r holds the frequencies k ≡ <see cref="RowFrequency"/> modulo R; column c that of
/// <see cref="Order"/>. So −k lies in row <see cref="Partner"/>, at column m − 1 − c: the digits of k other than
/// the lowest that is not zero are complemented. In row 0 it lies at <see cref="ZeroPartner"/>.</para>
/// Bailey, "FFTs in external or hierarchical memory", 1990; the passes as in <see cref="LaneFft{T}"/>.
/// </remarks>
internal sealed unsafe class BlockedFft<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A row and a tile are half of the usual first-level cache of 32 KiB.
    private const int RowBytes = 1 << 14;
    private const int TileBytes = 1 << 14;
    private const int MostLevels = 3;

    // Spreads the rows of a tile over the sets of the cache, in points of 64 bytes; measured with 2 to 5.
    private const int Padding = 3;

    private readonly LaneFft<T> _row;
    private readonly T[][] _twiddles;
    private readonly int[] _rowFrequency;
    private readonly int[] _partner;
    private readonly int[] _zeroPartner;

    internal BlockedFft(int points)
    {
        Points = points;
        int levels = Levels(points);
        Rows = 1 << (2 * levels);
        Columns = points / Rows;
        RowStride = Rows == 1 ? Columns : Columns + Padding;
        TileColumns = Rows == 1 ? Columns : Math.Max(1, TileBytes / (Rows * sizeof(Lanes<T>)));
        _row = new LaneFft<T>(Columns);
        _twiddles = new T[levels][];
        for (int level = 0; level < levels; level++)
        {
            _twiddles[level] = LaneFft<T>.Twiddles(points >> (2 * level), 4);
        }

        _rowFrequency = new int[Rows];
        _partner = new int[Rows];
        for (int r = 0; r < Rows; r++)
        {
            _rowFrequency[r] = Reversed(r, levels);
            _partner[r] = Reversed((Rows - _rowFrequency[r]) % Rows, levels);
        }

        _zeroPartner = new int[Columns];
        for (int f = 0; f < Columns; f++)
        {
            _zeroPartner[_row.Order[f]] = _row.Order[(Columns - f) % Columns];
        }
    }

    /// <summary>The number of points transformed.</summary>
    internal int Points { get; }

    /// <summary>R.</summary>
    internal int Rows { get; }

    /// <summary>m.</summary>
    internal int Columns { get; }

    /// <summary>From one row to the next, in points.</summary>
    internal int RowStride { get; }

    /// <summary>How many columns to take at a time.</summary>
    internal int TileColumns { get; }

    /// <summary>The number of points of memory needed.</summary>
    internal int MemoryPoints => Rows * RowStride;

    /// <summary>For each frequency f of a row's own transform its column: it is k = RowFrequency + R·f of the whole.
    /// </summary>
    internal ReadOnlySpan<int> Order => _row.Order;

    /// <summary>For each column of row 0 that of the opposite frequency.</summary>
    internal ReadOnlySpan<int> ZeroPartner => _zeroPartner;

    /// <summary>The lowest frequency in a row.</summary>
    internal int RowFrequency(int row) => _rowFrequency[row];

    /// <summary>The row of the opposite frequencies.</summary>
    internal int Partner(int row) => _partner[row];

    /// <summary>A length of <paramref name="points"/> or more, below twice that, that suits this class.</summary>
    internal static int GoodSize(int points)
    {
        // So many passes of radix 4 across rows as a power of two of this length would have.
        int rows = 1 << (2 * Levels((int)BitOperations.RoundUpToPowerOf2((uint)points)));
        return rows * FftSize.GoodSize((points + rows - 1) / rows);
    }

    /// <summary>The passes across rows, from natural order, on some columns.</summary>
    /// <param name="x">All points.</param>
    /// <param name="column">The first column.</param>
    /// <param name="count">How many columns.</param>
    /// <param name="half">Whether the second half of the rows is zero: it is not read then.</param>
    internal void ForwardTile<TLanes>(TLanes* x, int column, int count, bool half)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int blocks = 1;
        foreach (T[] table in _twiddles)
        {
            fixed (T* twiddles = table)
            {
                nint part = Rows / (4 * blocks);
                for (int block = 0; block < blocks; block++)
                {
                    TLanes* from = x + (4 * block * part * RowStride) + column;
                    if (half && blocks == 1)
                    {
                        OuterRadix4.FrequencyHalf(
                            from, (int)part, RowStride, part * RowStride, count, twiddles + (6 * column), 6 * Columns);
                    }
                    else
                    {
                        OuterRadix4.Frequency(
                            from, (int)part, RowStride, part * RowStride, count, twiddles + (6 * column), 6 * Columns);
                    }
                }
            }

            blocks *= 4;
        }
    }

    /// <summary>The passes across rows, into natural order, on some columns.</summary>
    /// <param name="x">All points.</param>
    /// <param name="column">The first column.</param>
    /// <param name="count">How many columns.</param>
    /// <param name="half">Whether the second half of the rows is not wanted: it is not written then.</param>
    internal void TileFromScrambled<TLanes>(TLanes* x, int column, int count, bool half)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int blocks = Rows;
        for (int level = _twiddles.Length - 1; level >= 0; level--)
        {
            blocks /= 4;
            fixed (T* twiddles = _twiddles[level])
            {
                nint part = Rows / (4 * blocks);
                for (int block = 0; block < blocks; block++)
                {
                    TLanes* from = x + (4 * block * part * RowStride) + column;
                    if (half && blocks == 1)
                    {
                        OuterRadix4.TimeHalf(
                            from, (int)part, RowStride, part * RowStride, count, twiddles + (6 * column), 6 * Columns);
                    }
                    else
                    {
                        OuterRadix4.Time(
                            from, (int)part, RowStride, part * RowStride, count, twiddles + (6 * column), 6 * Columns);
                    }
                }
            }
        }
    }

    /// <summary>The passes within a row, after those across rows.</summary>
    internal void ForwardRow<TLanes>(TLanes* x, int row)
        where TLanes : unmanaged, ILanes<TLanes, T> => _row.Forward(x + ((nint)row * RowStride));

    /// <summary>The passes within a row, before those across rows.</summary>
    internal void RowFromScrambled<TLanes>(TLanes* x, int row)
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        _row.ForwardFromScrambled(x + ((nint)row * RowStride));

    private static int Levels(int points)
    {
        int levels = 0;
        int columns = points;
        while ((long)columns * sizeof(Lanes<T>) > RowBytes && columns % 4 == 0 && levels < MostLevels)
        {
            columns /= 4;
            levels++;
        }

        return levels;
    }

    // The digits of a number to the base 4, from last to first.
    private static int Reversed(int number, int digits)
    {
        int reversed = 0;
        for (int i = 0; i < digits; i++)
        {
            reversed = (4 * reversed) + (number & 3);
            number >>= 2;
        }

        return reversed;
    }
}
