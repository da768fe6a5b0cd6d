namespace Ssm.Core.Initialization;

/// <summary>A HiPPO system x'(t) = A x(t) + B u(t) and the low-rank term that makes its matrix normal.</summary>
/// <remarks>
/// With the rows P[r] of P, S = A + Σ P[r] P[r]ᵀ is a skew-symmetric matrix plus a multiple of the identity, hence
/// normal:
/// Gu, Goel and Ré, "Efficiently Modeling Long Sequences with Structured State Spaces", arXiv:2111.00396, appendix C.1.
/// Formulas and scalings as in repository state-spaces/s4, <c>src/models/hippo/hippo.py</c>. N is the order, R the
/// rank.
/// </remarks>
/// <param name="Measure">Which system it is.</param>
/// <param name="Order">N, the number of real states.</param>
/// <param name="A">The state matrix, (N, N), row-major.</param>
/// <param name="B">The input vector, (N).</param>
/// <param name="P">The low-rank term, (R, N), row-major.</param>
public sealed record HippoMatrix(HippoMeasure Measure, int Order, double[] A, double[] B, double[] P)
{
    /// <summary>R: 2 for LegT, 1 for the others (a row of zeros for the diagonal Fourier system).</summary>
    public int Rank => P.Length / Order;

    /// <summary>
    /// The real part of every eigenvalue of the normal part: what it has on its diagonal, but for rounding.
    /// </summary>
    public double NormalScalar => Measure is HippoMeasure.LegS or HippoMeasure.FourierDiagonal ? -0.5 : 0;

    /// <summary>Builds the system of a measure.</summary>
    /// <param name="measure">Which system.</param>
    /// <param name="order">N, at least 1; even for the Fourier systems, which pair a cosine with each sine.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order or the measure is not one of these.</exception>
    public static HippoMatrix Create(HippoMeasure measure, int order)
    {
        InitializationGuard.AtLeast(order, 1, nameof(HippoMatrix));
        return measure switch
        {
            HippoMeasure.LegS => LegS(order),
            HippoMeasure.LegT => LegT(order),
            HippoMeasure.LagT => LagT(order),
            HippoMeasure.FouT => Fourier(measure, order, frequency: 1, weight: 1),
            HippoMeasure.FourierDecay => Fourier(measure, order, frequency: 1, weight: 0.5),
            HippoMeasure.Fourier2 => Fourier(measure, order, frequency: 2, weight: 2),
            HippoMeasure.FourierDiagonal => FourierDiagonal(order),
            _ => throw new ArgumentOutOfRangeException(
                nameof(measure), $"{nameof(HippoMatrix)}: 'measure' is {measure}, expected a member of " +
                    $"{nameof(HippoMeasure)}."),
        };
    }

    /// <summary>S = A + Σ P[r] P[r]ᵀ, (N, N), row-major: the normal part.</summary>
    public double[] NormalPart()
    {
        double[] s = [.. A];
        for (int r = 0; r < Rank; r++)
        {
            for (int n = 0; n < Order; n++)
            {
                for (int k = 0; k < Order; k++)
                {
                    s[(n * Order) + k] += P[(r * Order) + n] * P[(r * Order) + k];
                }
            }
        }

        return s;
    }

    // A[n,k] = −√(2n+1) √(2k+1) for n > k, −(n+1) for n = k, 0 for n < k; B[n] = √(2n+1); P[n] = √(n+½).
    private static HippoMatrix LegS(int order)
    {
        double[] a = new double[checked(order * order)], b = new double[order], p = new double[order];
        for (int n = 0; n < order; n++)
        {
            b[n] = Math.Sqrt((2 * n) + 1);
            p[n] = Math.Sqrt(n + 0.5);
            a[(n * order) + n] = -(n + 1);
            for (int k = 0; k < n; k++)
            {
                a[(n * order) + k] = -b[n] * b[k];
            }
        }

        return new(HippoMeasure.LegS, order, a, b, p);
    }

    // With r[n] = √(2n+1): A[n,k] = −½ r[n] r[k] · (1 for n ≥ k, else (−1)^(n−k)); B[n] = ½ r[n]. The signs split the
    // correction into odd and even n: P[0] holds r[n]/√2 for odd n, P[1] for even n.
    private static HippoMatrix LegT(int order)
    {
        double[] a = new double[checked(order * order)], b = new double[order], p = new double[2 * order];
        for (int n = 0; n < order; n++)
        {
            double r = Math.Sqrt((2 * n) + 1);
            b[n] = 0.5 * r;
            p[n % 2 == 1 ? n : order + n] = r * Math.Sqrt(0.5);
            for (int k = 0; k < order; k++)
            {
                double sign = n >= k || (k - n) % 2 == 0 ? 1 : -1;
                a[(n * order) + k] = -0.5 * sign * r * Math.Sqrt((2 * k) + 1);
            }
        }

        return new(HippoMeasure.LegT, order, a, b, p);
    }

    // A = ½ I − tril(1): −½ on the diagonal, −1 below; B = 1; P = √½.
    private static HippoMatrix LagT(int order)
    {
        double[] a = new double[checked(order * order)], b = new double[order], p = new double[order];
        Array.Fill(b, 1);
        Array.Fill(p, Math.Sqrt(0.5));
        for (int n = 0; n < order; n++)
        {
            a.AsSpan(n * order, n).Fill(-1);
            a[(n * order) + n] = -0.5;
        }

        return new(HippoMeasure.LagT, order, a, b, p);
    }

    // With F the rotations of the sine and cosine pairs and b = (1, 0, √2, 0, √2, …): A = F − weight · b bᵀ,
    // B = weight · b, P = √weight · b.
    private static HippoMatrix Fourier(HippoMeasure measure, int order, double frequency, double weight)
    {
        double[] a = Rotations(measure, order, frequency), b = FourierInput(order), p = new double[order];
        for (int n = 0; n < order; n++)
        {
            p[n] = Math.Sqrt(weight) * b[n];
            for (int k = 0; k < order; k++)
            {
                a[(n * order) + k] -= weight * b[n] * b[k];
            }
        }

        for (int n = 0; n < order; n++)
        {
            b[n] *= weight;
        }

        return new(measure, order, a, b, p);
    }

    private static HippoMatrix FourierDiagonal(int order)
    {
        double[] a = Rotations(HippoMeasure.FourierDiagonal, order, frequency: 2);
        for (int n = 0; n < order; n++)
        {
            a[(n * order) + n] = -0.5;
        }

        return new(HippoMeasure.FourierDiagonal, order, a, FourierInput(order), new double[order]);
    }

    // The basis is (constant, sine of frequency 0 = nothing, cos 1, sin 1, cos 2, …): row 2k and 2k+1 rotate by π k
    // frequency.
    private static double[] Rotations(HippoMeasure measure, int order, double frequency)
    {
        InitializationGuard.EvenOrder(order, $"{nameof(HippoMatrix)} {measure}");
        double[] a = new double[checked(order * order)];
        for (int n = 0; n < order; n += 2)
        {
            double w = Math.PI * frequency * (n / 2);
            a[(n * order) + n + 1] = -w;
            a[((n + 1) * order) + n] = w;
        }

        return a;
    }

    private static double[] FourierInput(int order)
    {
        double[] b = new double[order];
        for (int n = 0; n < order; n += 2)
        {
            b[n] = n == 0 ? 1 : Math.Sqrt(2);
        }

        return b;
    }
}
