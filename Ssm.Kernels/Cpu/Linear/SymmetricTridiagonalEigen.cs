namespace Ssm.Kernels;

/// <summary>Eigenvalues and eigenvectors of a real symmetric tridiagonal matrix, by implicit QL.</summary>
internal static class SymmetricTridiagonalEigen
{
    // Two to three iterations per eigenvalue are usual; LAPACK gives up at 30.
    private const int MostIterations = 60;

    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>Overwrites the diagonal with the eigenvalues, ascending, and the off-diagonal with zeros.</summary>
    /// <param name="diagonal">T[k, k].</param>
    /// <param name="offDiagonal">T[k+1, k] at k; the last one is 0.</param>
    /// <param name="rows">Row j becomes the eigenvector of eigenvalue j: a rotation mixes two whole rows.</param>
    internal static void Decompose(Span<double> diagonal, Span<double> offDiagonal, Span<double> rows)
    {
        int order = diagonal.Length;
        rows.Clear();
        double norm = 0;
        for (int k = 0; k < order; k++)
        {
            rows[(k * order) + k] = 1;
            norm = Math.Max(norm, Math.Abs(diagonal[k]) + Math.Abs(offDiagonal[k]));
        }

        for (int k = 0; k < order; k++)
        {
            int iterations = 0;
            for (int end = BlockEnd(diagonal, offDiagonal, k, norm); end > k;
                end = BlockEnd(diagonal, offDiagonal, k, norm))
            {
                if (iterations++ == MostIterations)
                {
                    throw new InvalidOperationException(
                        $"{nameof(HermitianEigen)}: eigenvalue {k} of {order} did not converge in {MostIterations} "
                        + "iterations, expected 2 to 3; check how the matrix was made.");
                }

                Iterate(diagonal, offDiagonal, rows, k, end);
            }
        }

        Sort(diagonal, rows);
    }

    // The unreduced block that begins at k ends where the next off-diagonal entry is negligible: beside its two
    // neighbours, or beside the whole matrix (which decides where neighbouring eigenvalues are zero).
    private static int BlockEnd(Span<double> diagonal, Span<double> offDiagonal, int k, double norm)
    {
        int end = k;
        while (end < diagonal.Length - 1)
        {
            double entry = Math.Abs(offDiagonal[end]);
            if (entry <= Epsilon * (Math.Abs(diagonal[end]) + Math.Abs(diagonal[end + 1]))
                || entry <= Epsilon / 16 * norm)
            {
                offDiagonal[end] = 0;
                break;
            }

            end++;
        }

        return end;
    }

    // One implicit QL sweep on rows and columns first … last (Golub and Van Loan, algorithm 8.3.2, from the bottom up).
    private static void Iterate(Span<double> diagonal, Span<double> offDiagonal, Span<double> rows, int first, int last)
    {
        int order = diagonal.Length;

        // Wilkinson's shift: the eigenvalue of the leading 2 × 2 block that is closer to its first entry.
        double delta = (diagonal[first + 1] - diagonal[first]) / (2 * offDiagonal[first]);
        double root = double.Hypot(delta, 1);
        double shift = diagonal[first] - (offDiagonal[first] / (delta + Math.CopySign(root, delta)));

        // The first rotation acts on T − shift; those above chase the bulge that it makes.
        double chased = diagonal[last] - shift, bulge = 0, sine = 1, cosine = 1, carried = 0;
        for (int i = last - 1; i >= first; i--)
        {
            bulge = sine * offDiagonal[i];
            double rotated = cosine * offDiagonal[i];
            double radius = double.Hypot(bulge, chased);
            offDiagonal[i + 1] = radius;
            if (radius == 0)
            {
                // The bulge vanished: the matrix fell apart here, and the next call finds the two parts.
                diagonal[i + 1] -= carried;
                offDiagonal[last] = 0;
                return;
            }

            sine = bulge / radius;
            cosine = chased / radius;
            double reduced = diagonal[i + 1] - carried;
            double sum = ((diagonal[i] - reduced) * sine) + (2 * cosine * rotated);
            carried = sine * sum;
            diagonal[i + 1] = reduced + carried;
            chased = (cosine * sum) - rotated;
            Rotate(rows.Slice(i * order, order), rows.Slice((i + 1) * order, order), cosine, sine);
        }

        diagonal[first] -= carried;
        offDiagonal[first] = chased;
        offDiagonal[last] = 0;
    }

    // (x, y) ← (c x − s y, s x + c y)
    private static void Rotate(Span<double> x, Span<double> y, double cosine, double sine)
    {
        Vector<double> c = new(cosine), s = new(sine);
        int j = 0;
        for (; j <= x.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            Vector<double> u = new(x[j..]), v = new(y[j..]);
            ((c * u) - (s * v)).CopyTo(x[j..]);
            ((s * u) + (c * v)).CopyTo(y[j..]);
        }

        for (; j < x.Length; j++)
        {
            (double u, double v) = (x[j], y[j]);
            x[j] = (cosine * u) - (sine * v);
            y[j] = (sine * u) + (cosine * v);
        }
    }

    // Selection sort: at most one exchange of rows for each place.
    private static void Sort(Span<double> values, Span<double> rows)
    {
        int order = values.Length;
        for (int i = 0; i < order - 1; i++)
        {
            int least = i;
            for (int j = i + 1; j < order; j++)
            {
                least = values[j] < values[least] ? j : least;
            }

            if (least != i)
            {
                (values[i], values[least]) = (values[least], values[i]);
                for (int j = 0; j < order; j++)
                {
                    (rows[(i * order) + j], rows[(least * order) + j]) =
                        (rows[(least * order) + j], rows[(i * order) + j]);
                }
            }
        }
    }
}
