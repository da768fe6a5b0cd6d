using Ssm.Kernels;

namespace Ssm.Core.Discretization;

/// <summary>The exponential of a small dense matrix.</summary>
public static class DenseExponential
{
    // Up to this 1-norm the approximant of degree 13 is exact to double precision: Higham 2005, table 2.3.
    private const double LargestNorm = 5.371920351148152;

    /// <summary>exp(A) = (exp(A / 2^s))^(2^s), by the diagonal Padé approximant of degree 13.</summary>
    /// <param name="matrix">A, (N, N), row-major.</param>
    /// <param name="order">N.</param>
    /// <returns>exp(A), (N, N), row-major.</returns>
    /// <remarks>
    /// Higham, "The Scaling and Squaring Method for the Matrix Exponential Revisited", SIAM J. Matrix Anal. Appl.
    /// 26(4), 2005,
    /// algorithm 2.3. Matrices of very large norm that are far from normal lose digits in the squarings.
    /// </remarks>
    /// <exception cref="ArgumentException">The length is wrong, or an entry is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative.</exception>
    public static double[] Compute(ReadOnlySpan<double> matrix, int order)
    {
        DenseGuard.AtLeast(order, 0, nameof(DenseExponential));
        DenseGuard.Length(matrix.Length, checked(order * order), nameof(DenseExponential));
        DenseGuard.Finite(matrix, nameof(DenseExponential));

        double norm = OneNorm(matrix, order);
        if (!double.IsFinite(norm))
        {
            throw new ArgumentException(
                $"{nameof(DenseExponential)}: 'matrix' has an infinite 1-norm, expected entries whose sums are finite.",
                nameof(matrix));
        }

        int squarings = norm <= LargestNorm ? 0 : Math.ILogB(norm / LargestNorm) + 1;
        double[] a = matrix.ToArray();
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = Math.ScaleB(a[i], -squarings);
        }

        double[] result = Pade13(a, order);
        for (int s = 0; s < squarings; s++)
        {
            result = Multiply(result, result, order);
        }

        return result;
    }

    // With the even part v and the odd part u of the numerator: r = (v − u)⁻¹ (v + u), Higham's equations (2.10) to
    // (2.12).
    private static double[] Pade13(double[] a, int order)
    {
        double[] a2 = Multiply(a, a, order), a4 = Multiply(a2, a2, order), a6 = Multiply(a2, a4, order);
        double[] high = Combine(a2, a4, a6, order, 0, 40840800, 16380, 1);
        double[] low = Combine(a2, a4, a6, order, 32382376266240000, 1187353796428800, 10559470521600, 33522128640);
        double[] u = Multiply(a, Add(Multiply(a6, high, order), low), order);

        high = Combine(a2, a4, a6, order, 0, 1323241920, 960960, 182);
        low = Combine(a2, a4, a6, order, 64764752532480000, 7771770303897600, 129060195264000, 670442572800);
        double[] v = Add(Multiply(a6, high, order), low);

        double[] denominator = new double[a.Length], numerator = Add(v, u);
        for (int i = 0; i < a.Length; i++)
        {
            denominator[i] = v[i] - u[i];
        }

        DenseLinear.Solve(denominator, order, numerator, order);
        return numerator;
    }

    // c0 I + c2 A² + c4 A⁴ + c6 A⁶
    private static double[] Combine(
        double[] a2, double[] a4, double[] a6, int order, double c0, double c2, double c4, double c6)
    {
        double[] sum = new double[a2.Length];
        for (int i = 0; i < sum.Length; i++)
        {
            double identity = i % (order + 1) == 0 ? c0 : 0;
            sum[i] = identity + (c2 * a2[i]) + (c4 * a4[i]) + (c6 * a6[i]);
        }

        return sum;
    }

    private static double[] Add(double[] x, double[] y)
    {
        double[] sum = new double[x.Length];
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = x[i] + y[i];
        }

        return sum;
    }

    private static double[] Multiply(double[] x, double[] y, int order)
    {
        double[] product = new double[x.Length];
        MatMul.Multiply<double>(
            x, y, product, new MatMulShape(order, order, order), accumulate: false, threads: 1);
        return product;
    }

    private static double OneNorm(ReadOnlySpan<double> matrix, int order)
    {
        double norm = 0;
        for (int j = 0; j < order; j++)
        {
            double sum = 0;
            for (int i = j; i < matrix.Length; i += order)
            {
                sum += Math.Abs(matrix[i]);
            }

            norm = Math.Max(norm, sum);
        }

        return norm;
    }
}
