using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Reductions along an axis, the numbers given by a term.</summary>
/// <remarks>
/// A long axis is reduced to one number for each of its pieces, and then these are. Within a piece numbers are combined
/// in blocks, so that no chain of additions is long and sums of floats keep their digits.
/// </remarks>
internal static class ReduceKernels
{
    private const int Block = 32;

    /// <summary>The middle axis of (outer, length, inner), one thread for each piece of a column.</summary>
    internal static void Columns<T, TReduction, TTerm>(TTerm term, ArrayView<T> y, ColumnSplit split, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReduction : struct, IReduction<T>
        where TTerm : struct, ITerm<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            int column = split.Column(i), start = split.Outer(i) * split.Length, row = split.First(i);
            int end = start + split.End(row);
            row += start;
            T result = term.At(row, column);
            row++;
            int blockEnd = Least(row + Block - 1, end);
            for (; row < blockEnd; row++)
            {
                result = TReduction.Combine(result, term.At(row, column));
            }

            while (row < end)
            {
                T block = term.At(row, column);
                blockEnd = Least(row + Block, end);
                for (row++; row < blockEnd; row++)
                {
                    block = TReduction.Combine(block, term.At(row, column));
                }

                result = TReduction.Combine(result, block);
            }

            y[i] = result;
        }
    }

    /// <summary>Rows of (rows, width) numbers; with pieces, row r is piece r mod pieces of row r / pieces.</summary>
    internal static void Rows<T, TReduction, TTerm>(
        TTerm term, ArrayView<T> y, RowSplit split, Divisor pieces, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReduction : struct, IReduction<T>
        where TTerm : struct, ITerm<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate1D<T>(GroupTree.Capacity);
        int item = split.Row, row = pieces.Quotient(item);
        int first = (item - (row * pieces.Value)) * split.Width;
        int end = item < split.Rows ? Least(first + split.Width, length) : 0;
        T result = TReduction.Identity;
        int column = first + split.Lane;
        while (column < end)
        {
            T block = term.At(row, column);
            int blockEnd = Least(column + (Block * split.Lanes), end);
            for (column += split.Lanes; column < blockEnd; column += split.Lanes)
            {
                block = TReduction.Combine(block, term.At(row, column));
            }

            result = TReduction.Combine(result, block);
        }

        result = GroupTree.Combine<T, TReduction>(shared, result, split);
        if (split.Writes)
        {
            y[item] = result;
        }
    }

    /// <summary>A number of double precision as a float.</summary>
    internal static void Round(ArrayView<double> from, ArrayView<float> to)
    {
        if (GridStride.Start == 0)
        {
            to[0] = (float)from[0];
        }
    }

    private static int Least(int a, int b) => a < b ? a : b;
}
