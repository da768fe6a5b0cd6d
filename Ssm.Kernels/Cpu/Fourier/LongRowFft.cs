using System.Buffers;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>The transform of a row of n = r·c points as a matrix of r rows and c columns, in two steps.</summary>
/// <remarks>
/// With j = c·a + b and k = p + r·q
/// <code>
///   X[p + r·q] = Σ_b e^(−2πi·bq/c) ( w^(bp) Σ_a e^(−2πi·ap/r) x[c·a + b] ),   w = e^(−2πi/n)
/// </code>
/// Step one takes whole cache lines of columns, lanes being b, transforms them, turns them and transposes squares into
/// a matrix of V lanes p for each b; step two transforms its rows and writes V neighbours of X at a time. Memory is
/// passed four times whatever n is, and each step has many independent pieces for threads. The factors w^(bp) are
/// products of two from small tables, w^(p·(b mod V)) and w^(p·(b − b mod V)): a table of all would be as long as the
/// row. Bailey, "FFTs in external or hierarchical memory", 1990.
/// </remarks>
internal sealed unsafe class LongRowFft<T> : RowTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Below, there are too few columns for the lanes of a vector.</summary>
    internal const int Shortest = 64;

    private readonly int _rowCount;
    private readonly int _columnCount;
    private readonly RowLaneFft<T> _alongColumns;
    private readonly RowLaneFft<T> _alongRows;
    private readonly T[] _fine;
    private readonly T[] _coarse;

    internal LongRowFft(int length, int columns)
        : base(length)
    {
        int lanes = Vector<T>.Count;
        _columnCount = columns;
        _rowCount = length / columns;
        _alongColumns = new RowLaneFft<T>(_rowCount);
        _alongRows = new RowLaneFft<T>(_columnCount);
        _fine = new T[2 * lanes * Padded(_rowCount)];
        _coarse = new T[2 * Padded(_rowCount) * Blocks(_columnCount)];
        for (int p = 0; p < _rowCount; p++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                (double re, double im) = Twiddle.Root((long)p * lane, length);
                _fine[(2 * p * lanes) + lane] = T.CreateTruncating(re);
                _fine[(2 * p * lanes) + lanes + lane] = T.CreateTruncating(im);
            }

            for (int block = 0; block < Blocks(_columnCount); block++)
            {
                int at = 2 * ((Padded(_rowCount) * block) + p);
                Twiddle.Write(_coarse.AsSpan(at, 2), (long)p * block * lanes, length);
            }
        }
    }

    /// <inheritdoc/>
    internal override long ScratchLength => 2L * Padded(_rowCount) * Pitch;

    // In points: one more than a row has, so that a column of the matrix does not share one cache set.
    private int Pitch => Padded(_columnCount) + 1;

    /// <summary>The best number of columns: both factors whole vectors if possible, and about as long as each other.
    /// </summary>
    internal static int Columns(int length)
    {
        int best = length;
        double least = double.PositiveInfinity;
        for (int columns = 1; columns <= length; columns++)
        {
            if (length % columns == 0)
            {
                int rows = length / columns;
                double waste = (double)Padded(columns) * Padded(rows) / length;
                double shape = Math.Abs(Math.Log2(columns) - Math.Log2(rows)) + (columns < rows ? 0.5 : 0);
                double cost = waste * (1 + (0.05 * shape));
                if (cost < least)
                {
                    (best, least) = (columns, cost);
                }
            }
        }

        return best;
    }

    /// <inheritdoc/>
    internal override void Forward(in RowJob<T> job, int rows, T* scratch, int threads)
    {
        Steps steps = new(this, job, (Lanes<T>*)scratch);
        int columnPieces = (Blocks(_columnCount) + 1) / 2, rowPieces = (Blocks(_rowCount) + 1) / 2;
        if (threads == 1)
        {
            Steps.AlongColumns(steps, 0, columnPieces);
            Steps.AlongRows(steps, 0, rowPieces);
            return;
        }

        long work = (long)Length * BitOperations.Log2((uint)Length);
        WorkSplit.Run(columnPieces, 1, work, threads, steps, Steps.AlongColumns);
        WorkSplit.Run(rowPieces, 1, work, threads, steps, Steps.AlongRows);
    }

    private static int Blocks(int count) => (count + Vector<T>.Count - 1) / Vector<T>.Count;

    private static int Padded(int count) => Blocks(count) * Vector<T>.Count;

    private readonly struct Steps(LongRowFft<T> plan, RowJob<T> job, Lanes<T>* matrix)
    {
        private readonly LongRowFft<T> _plan = plan;
        private readonly RowJob<T> _job = job;
        private readonly Lanes<T>* _matrix = matrix;

        // A piece is two blocks of columns, a whole cache line of floats.
        internal static void AlongColumns(Steps steps, int start, int end)
        {
            int rows = steps._plan._rowCount, padded = Padded(rows);
            T[] rented = ArrayPool<T>.Shared.Rent(LaneBlock.ScratchLength<T>(3L * padded));
            fixed (T* scratch = rented)
            {
                Lanes<T>* x = LaneBlock.Align(scratch);
                for (int piece = start; piece < end; piece++)
                {
                    int block = 2 * piece;
                    bool two = block + 1 < Blocks(steps._plan._columnCount);
                    steps.Load(block, x, x + padded);
                    steps.Turn(block, x, x + (2 * padded));
                    if (two)
                    {
                        steps.Turn(block + 1, x + padded, x + (2 * padded));
                    }
                }
            }

            ArrayPool<T>.Shared.Return(rented);
        }

        internal static void AlongRows(Steps steps, int start, int end)
        {
            int columns = steps._plan._columnCount;
            T[] rented = ArrayPool<T>.Shared.Rent(LaneBlock.ScratchLength<T>(2L * columns));
            fixed (T* scratch = rented)
            {
                Lanes<T>* y = LaneBlock.Align(scratch);
                for (int piece = start; piece < end; piece++)
                {
                    steps.Row(2 * piece, y);
                    if ((2 * piece) + 1 < Blocks(steps._plan._rowCount))
                    {
                        steps.Row((2 * piece) + 1, y + columns);
                    }

                    steps.Store(2 * piece, y, y + columns);
                }
            }

            ArrayPool<T>.Shared.Return(rented);
        }

        private void Row(int block, Lanes<T>* y)
        {
            Lanes<T>* row = _matrix + ((nint)block * _plan.Pitch);
            _plan._alongRows.Forward(row, (T*)y, (T*)y + Vector<T>.Count, 2 * Vector<T>.Count, _job.Scale);
        }

        // Whether the first pass of the pair of blocks reads the row itself: both whole, and of a radix that can.
        private bool StartsInPlanes(int block) =>
            _plan._alongColumns.HasFirstPass && ((block | 1) + 1) * Vector<T>.Count <= _plan._columnCount;

        private void Load(int block, Lanes<T>* a, Lanes<T>* b)
        {
            int lanes = Vector<T>.Count, columns = _plan._columnCount, column = block * lanes;
            T* re = _job.XRe + column;
            T* im = _job.XIm + column;
            if (StartsInPlanes(block))
            {
                _plan._alongColumns.FirstPass(re, im, columns, a, b);
                return;
            }

            if (column + (2 * lanes) <= columns)
            {
                RowColumns.Load(re, im, _plan._rowCount, columns, a, b);
                return;
            }

            LaneBlock.Load(re, im, _plan._rowCount, columns, Math.Min(lanes, columns - column), a);
            if (column + lanes < columns)
            {
                LaneBlock.Load(re + lanes, im + lanes, _plan._rowCount, columns, columns - column - lanes, b);
            }
        }

        private void Store(int block, Lanes<T>* a, Lanes<T>* b)
        {
            int lanes = Vector<T>.Count, rows = _plan._rowCount, columns = _plan._columnCount, row = block * lanes;
            T* re = _job.YRe + row;
            T* im = _job.YIm + row;
            if (row + (2 * lanes) > rows)
            {
                RowColumns.StorePart(a, columns, re, im, rows, Math.Min(lanes, rows - row));
                RowColumns.StorePart(b, columns, re + lanes, im + lanes, rows, rows - row - lanes);
            }
            else
            {
                RowColumns.Store(a, b, columns, re, im, rows);
            }
        }

        // The transform along columns, then turned squares into the matrix.
        private void Turn(int block, Lanes<T>* x, Lanes<T>* y)
        {
            int lanes = Vector<T>.Count, rows = _plan._rowCount, padded = Padded(rows);
            int width = Math.Min(lanes, _plan._columnCount - (block * lanes));
            if (StartsInPlanes(block))
            {
                _plan._alongColumns.ForwardAfterFirstPass(x, (T*)y, (T*)y + lanes, 2 * lanes, T.One);
            }
            else
            {
                _plan._alongColumns.Forward(x, (T*)y, (T*)y + lanes, 2 * lanes, T.One);
            }

            new Span<Lanes<T>>(y + rows, padded - rows).Clear();
            Lanes<T>* matrix = _matrix + ((nint)block * lanes);
            fixed (T* fine = _plan._fine, coarse = _plan._coarse)
            {
                T* factors = coarse + (2 * (nint)padded * block);
                if (typeof(T) == typeof(float) && lanes == 8 && Avx.IsSupported && width == lanes)
                {
                    RowTurn.Eight((float*)y, (float*)fine, (float*)factors, (float*)matrix, padded, _plan.Pitch);
                }
                else
                {
                    RowTurn.Squares(y, (Lanes<T>*)fine, factors, matrix, padded, _plan.Pitch, width);
                }
            }
        }
    }
}
