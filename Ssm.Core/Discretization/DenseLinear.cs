namespace Ssm.Core.Discretization;

/// <summary>Solves small dense linear systems.</summary>
public static class DenseLinear
{
    /// <summary>Solves A X = B by Gaussian elimination with partial pivoting.</summary>
    /// <param name="matrix">A, (N, N), row-major; left unchanged.</param>
    /// <param name="order">N.</param>
    /// <param name="rightSides">B, (N, K), row-major; receives X.</param>
    /// <param name="columns">K.</param>
    /// <remarks>
    /// Golub and Van Loan, "Matrix Computations", 4th edition, section 3.4. Backward stable but for the growth of
    /// pivots;
    /// N³/3 + N² K multiply-adds, not vectorised: for systems of some hundred unknowns that are solved once.
    /// </remarks>
    /// <exception cref="ArgumentException">A length is wrong, or A is singular.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public static void Solve(ReadOnlySpan<double> matrix, int order, Span<double> rightSides, int columns)
    {
        DenseGuard.AtLeast(order, 0, nameof(DenseLinear));
        DenseGuard.AtLeast(columns, 0, nameof(DenseLinear));
        DenseGuard.Length(matrix.Length, checked(order * order), nameof(DenseLinear));
        DenseGuard.Length(rightSides.Length, checked(order * columns), nameof(DenseLinear));

        double[] a = matrix.ToArray();
        for (int k = 0; k < order; k++)
        {
            int pivot = Pivot(a, order, k);

            // Not "== 0": a NaN is no pivot either.
            if (!(Math.Abs(a[(pivot * order) + k]) > 0))
            {
                throw new ArgumentException(
                    $"{nameof(DenseLinear)}: 'matrix' has no pivot in column {k}, expected a regular, finite matrix.",
                    nameof(matrix));
            }

            SwapRows(a, order, k, pivot);
            SwapRows(rightSides, columns, k, pivot);
            for (int i = k + 1; i < order; i++)
            {
                double factor = a[(i * order) + k] / a[(k * order) + k];
                Subtract(a.AsSpan((i * order) + k, order - k), factor, a.AsSpan((k * order) + k, order - k));
                Subtract(Row(rightSides, columns, i), factor, Row(rightSides, columns, k));
            }
        }

        for (int i = order - 1; i >= 0; i--)
        {
            Span<double> row = Row(rightSides, columns, i);
            for (int k = i + 1; k < order; k++)
            {
                Subtract(row, a[(i * order) + k], Row(rightSides, columns, k));
            }

            for (int j = 0; j < columns; j++)
            {
                row[j] /= a[(i * order) + i];
            }
        }
    }

    private static Span<double> Row(Span<double> values, int columns, int row) => values.Slice(row * columns, columns);

    private static int Pivot(double[] a, int order, int k)
    {
        int pivot = k;
        for (int i = k + 1; i < order; i++)
        {
            if (Math.Abs(a[(i * order) + k]) > Math.Abs(a[(pivot * order) + k]))
            {
                pivot = i;
            }
        }

        return pivot;
    }

    private static void SwapRows(Span<double> values, int columns, int first, int second)
    {
        if (first == second)
        {
            return;
        }

        for (int j = 0; j < columns; j++)
        {
            int p = (first * columns) + j, q = (second * columns) + j;
            (values[p], values[q]) = (values[q], values[p]);
        }
    }

    // row −= factor · other
    private static void Subtract(Span<double> row, double factor, ReadOnlySpan<double> other)
    {
        for (int j = 0; j < row.Length; j++)
        {
            row[j] -= factor * other[j];
        }
    }
}
