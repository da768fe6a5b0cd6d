using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Sums of partial results: y[c] = Σ_r x[r, c], in a fixed order.</summary>
internal static class RowSumKernels
{
    /// <summary>Rows that one thread adds.</summary>
    internal const int Rows = 16;

    /// <summary>Sums of every <see cref="Rows"/> rows in turn: y is (⌈rows / 16⌉, columns).</summary>
    internal static void Sum<T>(ArrayView<T> x, ArrayView<T> y, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int blocks = (rows + Rows - 1) / Rows;
        for (int i = GridStride.Start; i < blocks * columns; i += GridStride.Step)
        {
            int block = i / columns, first = block * Rows, end = IntrinsicMath.Min(first + Rows, rows);
            int column = i - (block * columns);
            T sum = x[(first * columns) + column];
            for (int row = first + 1; row < end; row++)
            {
                sum += x[(row * columns) + column];
            }

            y[i] = sum;
        }
    }

    /// <summary>y = scale · the sum of at most <see cref="Rows"/> rows, added to y where it is kept.</summary>
    internal static void Last<T>(ArrayView<T> x, ArrayView<T> y, int rows, int columns, T scale, int keep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < columns; i += GridStride.Step)
        {
            T sum = T.Zero;
            for (int row = 0; row < rows; row++)
            {
                sum += x[(row * columns) + i];
            }

            y[i] = keep != 0 ? y[i] + (scale * sum) : scale * sum;
        }
    }
}
