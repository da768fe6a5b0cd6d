using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Core.Initialization;

/// <summary>Brings a HiPPO system into the basis in which its normal part is diagonal (NPLR to DPLR).</summary>
/// <remarks>
/// Gu, Goel and Ré, arXiv:2111.00396, theorem 1; repository state-spaces/s4, <c>src/models/hippo/hippo.py</c>,
/// <c>nplr</c>.
/// Eigenvectors are fixed only up to a phase, and the clip of Im B depends on it: each one's first non-zero component
/// is
/// real and positive. That is the phase of the published code up to a sign, which the clip does not see.
/// </remarks>
public static class HippoNormal
{
    /// <summary>The bound on |Im B̃| of the published configurations of S4 and S4D-LegS.</summary>
    public const double PublishedClip = 2.0;

    // As the reference: eigenvalues below this are the zero of the Fourier systems.
    private const double Zero = 1e-4;

    /// <summary>Diagonalises the normal part of a HiPPO system and keeps one mode of each conjugate pair.</summary>
    /// <param name="measure">Which system.</param>
    /// <param name="order">N, the number of real states, even: N/2 modes are kept.</param>
    /// <param name="clip">Im B̃ is cut to [−clip, clip]; infinity keeps the mathematics exact.</param>
    /// <returns>The modes with negative imaginary part, the most negative first; a Fourier system's zero is
    /// last.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The order is not even and positive, or the clip is
    /// negative.</exception>
    public static DiagonalHippo Create(HippoMeasure measure, int order, double clip = PublishedClip)
    {
        InitializationGuard.EvenOrder(order, nameof(HippoNormal));
        if (!(clip >= 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(clip), $"{nameof(HippoNormal)}: 'clip' is {clip}, expected 0 or more; infinity clips nothing.");
        }

        HippoMatrix hippo = HippoMatrix.Create(measure, order);
        (Complex[] spectrum, Complex[] vectors) = Decompose(hippo);
        int modes = order / 2;
        Complex[] lambda = spectrum[..modes];
        Complex[] v = FirstColumns(vectors, order, modes);
        if (Math.Abs(lambda[^1].Imaginary) < Zero)
        {
            SeparateZero(lambda, v);
        }

        Complex[] b = Project(v, modes, hippo.B);
        for (int n = 0; n < modes; n++)
        {
            b[n] = new(b[n].Real, Math.Clamp(b[n].Imaginary, -clip, clip));
        }

        Complex[] p = new Complex[hippo.Rank * modes];
        for (int r = 0; r < hippo.Rank; r++)
        {
            Project(v, modes, hippo.P.AsSpan(r * order, order)).CopyTo(p, r * modes);
        }

        return new(lambda, b, p, v);
    }

    /// <summary>
    /// All N eigenvalues of the normal part, imaginary parts ascending, and the vectors as columns, (N, N).
    /// </summary>
    internal static (Complex[] Spectrum, Complex[] Vectors) Decompose(HippoMatrix hippo)
    {
        int order = hippo.Order;
        double[] s = hippo.NormalPart(), re = new double[s.Length], im = new double[s.Length],
        values = new double[order];

        // −i (S − scalar I) is Hermitian: its real plane is zero, its imaginary plane the skew part of S negated.
        for (int n = 0; n < order; n++)
        {
            for (int k = 0; k < order; k++)
            {
                im[(n * order) + k] = 0.5 * (s[(k * order) + n] - s[(n * order) + k]);
            }
        }

        Planar<double> planes = new(re, im);
        HermitianEigen.Decompose(planes, order, values, planes);

        Complex[] spectrum = new Complex[order], vectors = new Complex[s.Length];
        for (int i = 0; i < order; i++)
        {
            spectrum[i] = new(hippo.NormalScalar, values[i]);
        }

        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] = new(re[i], im[i]);
        }

        return (spectrum, vectors);
    }

    internal static Complex[] FirstColumns(Complex[] matrix, int columns, int kept)
    {
        Complex[] part = new Complex[matrix.Length / columns * kept];
        for (int from = 0, to = 0; from < matrix.Length; from += columns, to += kept)
        {
            matrix.AsSpan(from, kept).CopyTo(part.AsSpan(to));
        }

        return part;
    }

    // Zero is a double eigenvalue, so its vectors are any basis of a plane. The constant and the empty sine, the first
    // two
    // states, span it; this combination and its conjugate are the pair that makes 2 Re(V diag(Λ) V*) whole.
    private static void SeparateZero(Complex[] lambda, Complex[] v)
    {
        int modes = lambda.Length;
        lambda[^1] = lambda[^1].Real;
        for (int i = modes - 1; i < v.Length; i += modes)
        {
            v[i] = Complex.Zero;
        }

        v[modes - 1] = Math.Sqrt(0.5);
        v[(2 * modes) - 1] = new(0, Math.Sqrt(0.5));
    }

    // V* x for a real x.
    private static Complex[] Project(Complex[] v, int modes, ReadOnlySpan<double> x)
    {
        Complex[] projected = new Complex[modes];
        for (int i = 0; i < x.Length; i++)
        {
            for (int n = 0; n < modes; n++)
            {
                projected[n] += Complex.Conjugate(v[(i * modes) + n]) * x[i];
            }
        }

        return projected;
    }
}
