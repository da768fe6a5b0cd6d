namespace Ssm.Autodiff;

/// <summary>Stacks of small linear systems A·X = B over complex numbers, solved on the host.</summary>
/// <remarks>
/// Gaussian elimination with partial pivoting (Golub and Van Loan, "Matrix Computations", 4th edition, section 3.4).
/// For
/// the small matrices of state space models; a device's arrays come to the host and go back.
/// </remarks>
internal static class LinearSystem
{
    /// <summary>X of A·X = B; real where both are.</summary>
    /// <param name="a">(…, N, N).</param>
    /// <param name="b">(…, N, M), with the same axes before the last two.</param>
    /// <exception cref="ArgumentException">A matrix is singular.</exception>
    internal static NdArray<T> Solve<T>(NdArray<T> a, NdArray<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = a.Shape[^1];
        int m = b.Shape[^1];
        ComplexNumber<T>[] left = Numbers(a);
        ComplexNumber<T>[] right = Numbers(b);
        int count = a.Shape.CountOf(0, a.Shape.Rank - 2);
        for (int i = 0; i < count; i++)
        {
            Eliminate(left.AsSpan(i * n * n, n * n), right.AsSpan(i * n * m, n * m), n, m);
        }

        T[] re = Array.ConvertAll(right, static z => z.Re);
        return a.IsComplex || b.IsComplex
            ? NdArray<T>.From(re, Array.ConvertAll(right, static z => z.Im), b.Shape, b.Backend)
            : NdArray<T>.From(re, b.Shape, b.Backend);
    }

    private static void Eliminate<T>(Span<ComplexNumber<T>> a, Span<ComplexNumber<T>> b, int n, int m)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int column = 0; column < n; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < n; row++)
            {
                pivot = Size(a[(row * n) + column]) > Size(a[(pivot * n) + column]) ? row : pivot;
            }

            if (!(Size(a[(pivot * n) + column]) > T.Zero))
            {
                throw new ArgumentException($"Solve: a matrix is singular in column {column}; it has no inverse.");
            }

            Swap(a, n, pivot, column);
            Swap(b, m, pivot, column);
            for (int row = column + 1; row < n; row++)
            {
                ComplexNumber<T> factor = Divide(a[(row * n) + column], a[(column * n) + column]);
                Subtract(a.Slice(row * n, n), a.Slice(column * n, n), factor);
                Subtract(b.Slice(row * m, m), b.Slice(column * m, m), factor);
            }
        }

        for (int row = n - 1; row >= 0; row--)
        {
            for (int inner = row + 1; inner < n; inner++)
            {
                Subtract(b.Slice(row * m, m), b.Slice(inner * m, m), a[(row * n) + inner]);
            }

            foreach (ref ComplexNumber<T> value in b.Slice(row * m, m))
            {
                value = Divide(value, a[(row * n) + row]);
            }
        }
    }

    // The sum of the parts' sizes chooses as good a pivot as the modulus, and cannot overflow on the way.
    private static T Size<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Abs(z.Re) + T.Abs(z.Im);

    private static void Swap<T>(Span<ComplexNumber<T>> x, int width, int first, int second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int j = 0; first != second && j < width; j++)
        {
            (x[(first * width) + j], x[(second * width) + j]) = (x[(second * width) + j], x[(first * width) + j]);
        }
    }

    private static void Subtract<T>(Span<ComplexNumber<T>> row, ReadOnlySpan<ComplexNumber<T>> other,
        ComplexNumber<T> factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int j = 0; j < row.Length; j++)
        {
            row[j] -= factor * other[j];
        }
    }

    // Smith's quotient, Communications of the ACM 5, 1962: no square of a part, so no overflow on the way.
    private static ComplexNumber<T> Divide<T>(ComplexNumber<T> x, ComplexNumber<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (T.Abs(y.Re) >= T.Abs(y.Im))
        {
            T ratio = y.Im / y.Re;
            T size = y.Re + (y.Im * ratio);
            return new ComplexNumber<T>((x.Re + (x.Im * ratio)) / size, (x.Im - (x.Re * ratio)) / size);
        }
        else
        {
            T ratio = y.Re / y.Im;
            T size = (y.Re * ratio) + y.Im;
            return new ComplexNumber<T>(((x.Re * ratio) + x.Im) / size, ((x.Im * ratio) - x.Re) / size);
        }
    }

    private static ComplexNumber<T>[] Numbers<T>(NdArray<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] re = x.ToArray();
        T[] im = x.ImaginaryToArray();
        ComplexNumber<T>[] numbers = new ComplexNumber<T>[re.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = new ComplexNumber<T>(re[i], im[i]);
        }

        return numbers;
    }
}
