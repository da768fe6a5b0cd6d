namespace Ssm.Kernels;

/// <summary>A = Q D T D* Q*: Q of Householder reflections, D a diagonal of phases, T real tridiagonal.</summary>
internal static class HermitianTridiagonal
{
    // The largest entry of A is near 1: a column this short is rounding error of rounding error, and its square is not
    // yet subnormal.
    private const double Negligible = 1e-280;

    /// <summary>Overwrites A: below its diagonal stay the reflections' vectors.</summary>
    /// <param name="a">A, (order, order), exactly Hermitian.</param>
    /// <param name="order">The number of rows.</param>
    /// <param name="diagonal">The diagonal of T.</param>
    /// <param name="offDiagonal">T[k+1, k] at k, none of them negative; the last is 0.</param>
    /// <param name="phases">The diagonal of D.</param>
    /// <param name="taus">H[k] = I − tau[k] v v*, v in column k of A below the diagonal.</param>
    /// <param name="work">Scratch of length order.</param>
    internal static void Reduce(
        Planar<double> a,
        int order,
        Span<double> diagonal,
        Span<double> offDiagonal,
        Planar<double> phases,
        Span<double> taus,
        Planar<double> work)
    {
        (phases.Re[0], phases.Im[0]) = (1, 0);
        taus[order - 1] = 0;
        offDiagonal[order - 1] = 0;
        for (int k = 0; k < order - 1; k++)
        {
            (double re, double im) = MakeReflection(a, order, k, out taus[k]);
            if (taus[k] != 0)
            {
                ReflectTrailing(a, order, k, taus[k], work);
            }

            // (D* T D) is real when the phases take up those of the entries below the diagonal.
            double modulus = double.Hypot(re, im);
            offDiagonal[k] = modulus;
            (double phaseRe, double phaseIm) = modulus == 0 ? (1, 0) : (re / modulus, im / modulus);
            phases.Re[k + 1] = (phases.Re[k] * phaseRe) - (phases.Im[k] * phaseIm);
            phases.Im[k + 1] = (phases.Re[k] * phaseIm) + (phases.Im[k] * phaseRe);
        }

        for (int k = 0; k < order; k++)
        {
            diagonal[k] = a.Re[(k * order) + k];
        }
    }

    /// <summary>V = Q D Z, for real Z whose rows are the eigenvectors of T.</summary>
    internal static void BackTransform(
        ReadOnlyPlanar<double> a,
        int order,
        ReadOnlyPlanar<double> phases,
        ReadOnlySpan<double> taus,
        Planar<double> work,
        ReadOnlySpan<double> rows,
        Planar<double> vectors)
    {
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                vectors.Re[(i * order) + j] = phases.Re[i] * rows[(j * order) + i];
                vectors.Im[(i * order) + j] = phases.Im[i] * rows[(j * order) + i];
            }
        }

        for (int k = order - 2; k >= 0; k--)
        {
            if (taus[k] != 0)
            {
                ReflectRows(a, order, k, taus[k], work, vectors);
            }
        }
    }

    // Turns column k below the diagonal, x, into v with (I − tau v v*) x = beta e₁, and returns beta.
    private static (double Re, double Im) MakeReflection(Planar<double> a, int order, int k, out double tau)
    {
        int head = ((k + 1) * order) + k;
        (double re, double im) = (a.Re[head], a.Im[head]);
        double tail = 0;
        for (int i = head + order; i < a.Length; i += order)
        {
            tail += (a.Re[i] * a.Re[i]) + (a.Im[i] * a.Im[i]);
        }

        if (tail < Negligible)
        {
            tau = 0;
            return (re, im);
        }

        // v = x + e^{i arg x₁} ‖x‖ e₁ adds numbers of the same phase: nothing cancels.
        double modulus = double.Hypot(re, im), norm = Math.Sqrt(tail + (modulus * modulus));
        (double phaseRe, double phaseIm) = modulus == 0 ? (1, 0) : (re / modulus, im / modulus);
        a.Re[head] = re + (phaseRe * norm);
        a.Im[head] = im + (phaseIm * norm);
        tau = 2 / (tail + ((modulus + norm) * (modulus + norm)));
        return (-phaseRe * norm, -phaseIm * norm);
    }

    // A ← H A H = A − v w* − w v* on the trailing rows and columns, with p = tau A v and w = p − (tau/2)(v* p) v.
    private static void ReflectTrailing(Planar<double> a, int order, int k, double tau, Planar<double> w)
    {
        (double dotRe, double dotIm) = (0, 0);
        for (int i = k + 1; i < order; i++)
        {
            (double re, double im) = (0, 0);
            int row = i * order;
            for (int j = k + 1; j < order; j++)
            {
                (double vr, double vi) = (a.Re[(j * order) + k], a.Im[(j * order) + k]);
                re += (a.Re[row + j] * vr) - (a.Im[row + j] * vi);
                im += (a.Re[row + j] * vi) + (a.Im[row + j] * vr);
            }

            (w.Re[i], w.Im[i]) = (tau * re, tau * im);
            (double xr, double xi) = (a.Re[row + k], a.Im[row + k]);
            dotRe += (xr * w.Re[i]) + (xi * w.Im[i]);
            dotIm += (xr * w.Im[i]) - (xi * w.Re[i]);
        }

        (double halfRe, double halfIm) = (0.5 * tau * dotRe, 0.5 * tau * dotIm);
        for (int i = k + 1; i < order; i++)
        {
            (double vr, double vi) = (a.Re[(i * order) + k], a.Im[(i * order) + k]);
            w.Re[i] -= (halfRe * vr) - (halfIm * vi);
            w.Im[i] -= (halfRe * vi) + (halfIm * vr);
        }

        for (int i = k + 1; i < order; i++)
        {
            int row = i * order;
            (double vr, double vi) = (a.Re[row + k], a.Im[row + k]);
            (double wr, double wi) = (w.Re[i], w.Im[i]);
            for (int j = k + 1; j <= i; j++)
            {
                (double ur, double ui) = (a.Re[(j * order) + k], a.Im[(j * order) + k]);
                double re = (vr * w.Re[j]) + (vi * w.Im[j]) + (wr * ur) + (wi * ui);
                double im = (vi * w.Re[j]) - (vr * w.Im[j]) + (wi * ur) - (wr * ui);
                a.Re[row + j] -= re;
                a.Im[row + j] -= im;
                a.Re[(j * order) + i] = a.Re[row + j];
                a.Im[(j * order) + i] = -a.Im[row + j];
            }

            a.Im[row + i] = 0;
        }
    }

    // V ← (I − tau v v*) V on the rows below k: s = v* V is a row, then V −= tau v s.
    private static void ReflectRows(
        ReadOnlyPlanar<double> a, int order, int k, double tau, Planar<double> s, Planar<double> vectors)
    {
        s.Re.Clear();
        s.Im.Clear();
        for (int i = k + 1; i < order; i++)
        {
            (double vr, double vi) = (a.Re[(i * order) + k], a.Im[(i * order) + k]);
            AddMultiple(vr, -vi, vectors.Slice(i * order, order), s);
        }

        for (int i = k + 1; i < order; i++)
        {
            (double vr, double vi) = (a.Re[(i * order) + k], a.Im[(i * order) + k]);
            AddMultiple(-tau * vr, -tau * vi, s, vectors.Slice(i * order, order));
        }
    }

    // y += (re + i im) x
    private static void AddMultiple(double re, double im, ReadOnlyPlanar<double> x, Planar<double> y)
    {
        Vector<double> vectorRe = new(re), vectorIm = new(im);
        int j = 0;
        for (; j <= x.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            Vector<double> xr = new(x.Re[j..]), xi = new(x.Im[j..]);
            (new Vector<double>(y.Re[j..]) + ((vectorRe * xr) - (vectorIm * xi))).CopyTo(y.Re[j..]);
            (new Vector<double>(y.Im[j..]) + ((vectorRe * xi) + (vectorIm * xr))).CopyTo(y.Im[j..]);
        }

        for (; j < x.Length; j++)
        {
            double xr = x.Re[j], xi = x.Im[j];
            y.Re[j] += (re * xr) - (im * xi);
            y.Im[j] += (re * xi) + (im * xr);
        }
    }
}
