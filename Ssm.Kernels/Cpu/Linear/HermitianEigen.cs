using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Ssm.Kernels;

/// <summary>Eigenvalues and unitary eigenvectors of a complex Hermitian matrix.</summary>
/// <remarks>
/// Householder reflections to tridiagonal form, a diagonal of phases to make that real, implicit QL iterations, and
/// the reflections applied backwards: Golub and Van Loan, "Matrix Computations", 4th edition, sections 8.3.1 to 8.3.3.
/// Backward stable: eigenvalues to a small multiple of ε ‖A‖₂, vectors orthonormal to the same. About 8 n³ real
/// multiply-adds. It runs once, when a model is initialised; scratch is rented.
/// </remarks>
public static class HermitianEigen
{
    // |a[i,j] − conj(a[j,i])| allowed, as a part of the largest entry: rounding of products that should be Hermitian.
    private const double Asymmetry = 1e-10;

    // A component below this part of the vector's largest one does not fix the phase.
    private const double PhaseThreshold = 1e-10;

    /// <summary>Computes A = V diag(w) V*, w ascending.</summary>
    /// <param name="matrix">A, (order, order), row-major. Half of A + A* is used.</param>
    /// <param name="order">The number of rows.</param>
    /// <param name="values">The eigenvalues w, ascending.</param>
    /// <param name="vectors">V, (order, order): element i · order + j is component i of w[j]'s eigenvector.</param>
    /// <remarks>
    /// Each vector's phase is chosen so that its first component whose modulus exceeds 1e-10 of the largest one is
    /// real and positive. <paramref name="vectors"/> may be the same memory as <paramref name="matrix"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">A length is wrong, or A is not finite or not Hermitian.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge.</exception>
    public static void Decompose(ReadOnlyPlanar<double> matrix, int order, Span<double> values, Planar<double> vectors)
    {
        Guard.AtLeast(order, 0, nameof(HermitianEigen));
        int size = checked(order * order);
        Guard.Length(matrix.Length, size, nameof(HermitianEigen));
        Guard.Length(values.Length, order, nameof(HermitianEigen));
        Guard.Length(vectors.Length, size, nameof(HermitianEigen));
        if (order == 0)
        {
            return;
        }

        double[] scratch = ArrayPool<double>.Shared.Rent((3 * size) + (6 * order));
        Span<double> rest = scratch;
        Planar<double> a = new(Take(ref rest, size), Take(ref rest, size));
        Span<double> rotations = Take(ref rest, size);
        Planar<double> phases = new(Take(ref rest, order), Take(ref rest, order));
        Planar<double> work = new(Take(ref rest, order), Take(ref rest, order));
        Span<double> taus = Take(ref rest, order), offDiagonal = Take(ref rest, order);

        // A power of two brings the largest entry near 1, so that no square over- or underflows, and rounds nothing.
        int exponent = CopyHermitianPart(matrix, order, a);
        HermitianTridiagonal.Reduce(a, order, values, offDiagonal, phases, taus, work);
        SymmetricTridiagonalEigen.Decompose(values, offDiagonal[..order], rotations);
        HermitianTridiagonal.BackTransform(a, order, phases, taus, work, rotations, vectors);
        for (int j = 0; j < order; j++)
        {
            values[j] = Math.ScaleB(values[j], exponent);
            FixPhase(vectors, order, j);
        }

        ArrayPool<double>.Shared.Return(scratch);
    }

    private static Span<double> Take(ref Span<double> rest, int length)
    {
        Span<double> taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private static int CopyHermitianPart(ReadOnlyPlanar<double> matrix, int order, Planar<double> a)
    {
        double largest = 0;
        for (int i = 0; i < matrix.Length; i++)
        {
            double entry = Math.Max(Math.Abs(matrix.Re[i]), Math.Abs(matrix.Im[i]));
            if (!double.IsFinite(entry))
            {
                ThrowNotFinite(i / order, i % order, nameof(matrix));
            }

            largest = Math.Max(largest, entry);
        }

        int exponent = largest == 0 ? 0 : Math.ILogB(largest);
        double tolerance = Asymmetry * Math.ScaleB(largest, -exponent);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                int lower = (i * order) + j, upper = (j * order) + i;
                double lowerRe = Math.ScaleB(matrix.Re[lower], -exponent);
                double lowerIm = Math.ScaleB(matrix.Im[lower], -exponent);
                double upperRe = Math.ScaleB(matrix.Re[upper], -exponent);
                double upperIm = Math.ScaleB(matrix.Im[upper], -exponent);
                if (Math.Max(Math.Abs(lowerRe - upperRe), Math.Abs(lowerIm + upperIm)) > tolerance)
                {
                    ThrowNotHermitian(i, j, nameof(matrix));
                }

                a.Re[lower] = a.Re[upper] = 0.5 * (lowerRe + upperRe);
                a.Im[lower] = 0.5 * (lowerIm - upperIm);
                a.Im[upper] = -a.Im[lower];
            }
        }

        return exponent;
    }

    private static void FixPhase(Planar<double> vectors, int order, int j)
    {
        double largest = 0;
        for (int i = j; i < vectors.Length; i += order)
        {
            largest = Math.Max(largest, double.Hypot(vectors.Re[i], vectors.Im[i]));
        }

        int first = j;
        while (double.Hypot(vectors.Re[first], vectors.Im[first]) <= PhaseThreshold * largest)
        {
            first += order;
        }

        // Multiply by conj(v)/|v|, v being the component that shall be real.
        double modulus = double.Hypot(vectors.Re[first], vectors.Im[first]);
        double re = vectors.Re[first] / modulus, im = vectors.Im[first] / modulus;
        for (int i = j; i < vectors.Length; i += order)
        {
            (vectors.Re[i], vectors.Im[i]) =
                ((vectors.Re[i] * re) + (vectors.Im[i] * im), (vectors.Im[i] * re) - (vectors.Re[i] * im));
        }

        vectors.Re[first] = modulus;
        vectors.Im[first] = 0;
    }

    [DoesNotReturn]
    private static void ThrowNotFinite(int row, int column, string argument) => throw new ArgumentException(
        $"{nameof(HermitianEigen)}: '{argument}' is not finite at ({row}, {column}), expected finite numbers.",
        argument);

    [DoesNotReturn]
    private static void ThrowNotHermitian(int row, int column, string argument) => throw new ArgumentException(
        $"{nameof(HermitianEigen)}: '{argument}' at ({row}, {column}) is not the conjugate of ({column}, {row}), "
        + "expected a Hermitian matrix; for a skew-Hermitian one pass −i times it.",
        argument);
}
