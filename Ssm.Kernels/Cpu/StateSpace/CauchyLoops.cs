namespace Ssm.Kernels;

/// <summary>The hot loops of <see cref="Cauchy"/>; lanes run along frequencies, two numerators share a pole.</summary>
/// <remarks>
/// A mode is six numbers and two for each numerator, in rows of <see cref="ModeNumbers"/>: |z|², Re z, (Re z)², 0, then
/// for each numerator p = Re(v·z̄), q = Re v, 2p·Re z, 2q·Re z. The frequencies are whole blocks, so there is no tail.
/// </remarks>
internal static unsafe class CauchyLoops
{
    /// <summary>Numbers of one mode.</summary>
    internal const int ModeNumbers = 12;

    /// <summary>Sums of one mode in the adjoint: p̄ and q̄ of two numerators, then those of |z|² and Re z.</summary>
    internal const int ModeSums = 6;

    /// <summary>c[i, k] = (α + iβ/2)·Σ_n (iβ·q − α·p) / (α²|z|² − β² − 2iαβ·Re z) for one channel.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="first">The first node, on a vector.</param>
    /// <param name="count">How many nodes, filled up to whole vectors.</param>
    /// <param name="modes">(N, <see cref="ModeNumbers"/>).</param>
    /// <param name="n">N.</param>
    /// <param name="c">Re c₀, Im c₀, Re c₁, Im c₁, each a row of <paramref name="stride"/>.</param>
    /// <param name="stride">Numbers of a row of c.</param>
    internal static void Sums<T>(CauchyNodes<T> nodes, int first, int count, T* modes, int n, T* c, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* end = modes + ((nint)n * ModeNumbers);
        for (int k = 0; k < count; k += Vector<T>.Count)
        {
            Vector<T> alpha2 = Vector.Load(nodes.AlphaSquared + first + k);
            Vector<T> minusBeta2 = Vector.Load(nodes.MinusBetaSquared + first + k);
            Vector<T> cross2 = Vector.Load(nodes.FourAlphaBetaSquared + first + k);
            Vector<T> pr0 = Vector<T>.Zero, pm0 = Vector<T>.Zero, qr0 = Vector<T>.Zero, qm0 = Vector<T>.Zero;
            Vector<T> pr1 = Vector<T>.Zero, pm1 = Vector<T>.Zero, qr1 = Vector<T>.Zero, qm1 = Vector<T>.Zero;
            for (T* at = modes; at < end; at += ModeNumbers)
            {
                // 1 / (a − ib) = (a + ib)·m with m = 1 / (a² + b²); b = 2αβ·Re z is multiplied in after the sum.
                Vector<T> a = Fused.MultiplyAdd(alpha2, new Vector<T>(at[0]), minusBeta2);
                Vector<T> m = Vector<T>.One / Fused.MultiplyAdd(cross2, new Vector<T>(at[2]), a * a);
                Vector<T> re = a * m;
                pr0 = Fused.MultiplyAdd(re, new Vector<T>(at[4]), pr0);
                qr0 = Fused.MultiplyAdd(re, new Vector<T>(at[5]), qr0);
                pm0 = Fused.MultiplyAdd(m, new Vector<T>(at[6]), pm0);
                qm0 = Fused.MultiplyAdd(m, new Vector<T>(at[7]), qm0);
                pr1 = Fused.MultiplyAdd(re, new Vector<T>(at[8]), pr1);
                qr1 = Fused.MultiplyAdd(re, new Vector<T>(at[9]), qr1);
                pm1 = Fused.MultiplyAdd(m, new Vector<T>(at[10]), pm1);
                qm1 = Fused.MultiplyAdd(m, new Vector<T>(at[11]), qm1);
            }

            Turn(nodes, first + k, pr0, pm0, qr0, qm0, c + k, stride);
            Turn(nodes, first + k, pr1, pm1, qr1, qm1, c + (2 * stride) + k, stride);
        }
    }

    /// <summary>The gradient of c, turned back and multiplied by what every mode multiplies it by.</summary>
    /// <remarks>
    /// With g = conj(α + iβ/2)·dc the four rows are −α·Re g, −α·Im g, β·Im g, −β·Re g: p̄ and q̄ are the products of
    /// the first two, and of the last two, with the real and imaginary parts of the poles' inverses.
    /// </remarks>
    internal static void TurnBack<T>(CauchyNodes<T> nodes, int first, int count, T* dc, T* rows, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T half = T.One / (T.One + T.One);
        for (int k = 0; k < count; k += Vector<T>.Count)
        {
            Vector<T> alpha = Vector.Load(nodes.Alpha + first + k), beta = Vector.Load(nodes.Beta + first + k);
            Vector<T> x = Vector.Load(dc + k), y = Vector.Load(dc + stride + k), turn = beta * new Vector<T>(half);
            Vector<T> re = Fused.MultiplyAdd(alpha, x, turn * y), im = Fused.MultiplyAdd(alpha, y, -turn * x);
            (-alpha * re).Store(rows + k);
            (-alpha * im).Store(rows + stride + k);
            (beta * im).Store(rows + (2 * stride) + k);
            (-beta * re).Store(rows + (3 * stride) + k);
        }
    }

    /// <summary>Adds one mode's sums over a block of frequencies to <paramref name="sums"/>.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="first">The first node, on a vector.</param>
    /// <param name="count">How many nodes, filled up to whole vectors with gradients of zero.</param>
    /// <param name="mode">The mode's numbers.</param>
    /// <param name="rows">Two times the four rows of <see cref="TurnBack"/>.</param>
    /// <param name="stride">Numbers of a row.</param>
    /// <param name="sums">p̄₀, q̄₀, p̄₁, q̄₁, then the gradients of |z|² and Re z.</param>
    internal static void Moments<T>(
        CauchyNodes<T> nodes, int first, int count, T* mode, T* rows, nint stride, double* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> p0 = Vector<T>.Zero, q0 = Vector<T>.Zero, p1 = Vector<T>.Zero, q1 = Vector<T>.Zero;
        Vector<T> size = Vector<T>.Zero, real = Vector<T>.Zero;
        for (int k = 0; k < count; k += Vector<T>.Count)
        {
            Vector<T> alpha2 = Vector.Load(nodes.AlphaSquared + first + k);
            Vector<T> cross = Vector.Load(nodes.TwoAlphaBeta + first + k);
            Vector<T> a = Fused.MultiplyAdd(
                alpha2, new Vector<T>(mode[0]), Vector.Load(nodes.MinusBetaSquared + first + k));
            Vector<T> b = cross * new Vector<T>(mode[1]);
            Vector<T> m = Vector<T>.One / Fused.MultiplyAdd(b, b, a * a);
            Vector<T> re = a * m, im = b * m;

            T* at = rows + k;
            Vector<T> x = Vector.Load(at), y = Vector.Load(at + stride);
            p0 = Fused.MultiplyAdd(re, x, p0);
            p0 = Fused.MultiplyAdd(im, y, p0);
            Vector<T> xs = x * new Vector<T>(mode[4]), ys = y * new Vector<T>(mode[4]);
            (x, y) = (Vector.Load(at + (2 * stride)), Vector.Load(at + (3 * stride)));
            q0 = Fused.MultiplyAdd(re, x, q0);
            q0 = Fused.MultiplyAdd(im, y, q0);
            xs = Fused.MultiplyAdd(x, new Vector<T>(mode[5]), xs);
            ys = Fused.MultiplyAdd(y, new Vector<T>(mode[5]), ys);

            at += 4 * stride;
            (x, y) = (Vector.Load(at), Vector.Load(at + stride));
            p1 = Fused.MultiplyAdd(re, x, p1);
            p1 = Fused.MultiplyAdd(im, y, p1);
            xs = Fused.MultiplyAdd(x, new Vector<T>(mode[8]), xs);
            ys = Fused.MultiplyAdd(y, new Vector<T>(mode[8]), ys);
            (x, y) = (Vector.Load(at + (2 * stride)), Vector.Load(at + (3 * stride)));
            q1 = Fused.MultiplyAdd(re, x, q1);
            q1 = Fused.MultiplyAdd(im, y, q1);
            xs = Fused.MultiplyAdd(x, new Vector<T>(mode[9]), xs);
            ys = Fused.MultiplyAdd(y, new Vector<T>(mode[9]), ys);

            // W = r²·(xs − i·ys) with r = re + i·im; the gradients are −α²·Re W and −2αβ·Im W.
            Vector<T> r2 = Fused.MultiplyAdd(re, re, -im * im), i2 = re * (im + im);
            size = Fused.MultiplyAdd(alpha2, Fused.MultiplyAdd(r2, xs, i2 * ys), size);
            real = Fused.MultiplyAdd(cross, Fused.MultiplyAdd(i2, xs, -r2 * ys), real);
        }

        sums[0] += double.CreateTruncating(Vector.Sum(p0));
        sums[1] += double.CreateTruncating(Vector.Sum(q0));
        sums[2] += double.CreateTruncating(Vector.Sum(p1));
        sums[3] += double.CreateTruncating(Vector.Sum(q1));
        sums[4] -= double.CreateTruncating(Vector.Sum(size));
        sums[5] -= double.CreateTruncating(Vector.Sum(real));
    }

    // c = (α + iβ/2)·(iβ·Q − α·P) with P = pr + i·αβ·pm and Q likewise.
    private static void Turn<T>(
        CauchyNodes<T> nodes, int k, Vector<T> pr, Vector<T> pm, Vector<T> qr, Vector<T> qm, T* c, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> alpha = Vector.Load(nodes.Alpha + k), beta = Vector.Load(nodes.Beta + k), both = alpha * beta;
        Vector<T> re = Fused.MultiplyAdd(-alpha, pr, -beta * (both * qm));
        Vector<T> im = Fused.MultiplyAdd(beta, qr, -alpha * (both * pm));
        Vector<T> turn = beta * new Vector<T>(T.One / (T.One + T.One));
        Fused.MultiplyAdd(alpha, re, -turn * im).Store(c);
        Fused.MultiplyAdd(alpha, im, turn * re).Store(c + stride);
    }
}
