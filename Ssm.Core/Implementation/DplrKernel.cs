using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Core.Implementation;

/// <summary>The convolution kernel of S4: Cauchy sums for a state matrix that is diagonal plus low rank.</summary>
/// <remarks>
/// Gu, Goel and Ré, "Efficiently Modeling Long Sequences with Structured State Spaces", 2022, arXiv:2111.00396,
/// algorithm 1 and appendix C.3, with the bilinear rule and A = Λ − P P* on the doubled modes; Goel, Gu, Donahue and
/// Ré, 2022, arXiv:2202.09729, section 3.2, for the sign and P = Q.
/// </remarks>
public static class DplrKernel
{
    /// <summary>The kernel of which C̃ is the output map: K[m, l, h], the L taps whose transform is
    /// K̂[k] = C̃ (I − Ā ω)⁻¹ B̄ at ω = exp(−2πi·k/L).</summary>
    /// <remarks>
    /// With s = 1 + ω and the sums c[v] = Σ_n v[n]/(2(1 − ω) − s·z[n]) + conj(v[n])/(2(1 − ω) − s·conj(z[n])), z = Δλ:
    /// <code>
    ///   K̂ = 2(c[C̃ ΔB] − s·c[C̃ ΔP] (I + s·c[P* ΔP])⁻¹ c[P* ΔB])
    /// </code>
    /// The rank-R correction is Gaussian elimination on the table of the sums with the rows C̃, P* and the columns ΔB,
    /// ΔP, a row and a column at a time. Its pivots 1 + s·c have real parts of 1 or more, as −A is positive real.
    /// </remarks>
    /// <param name="lambda">Λ with Re Λ &lt; 0, complex, (H, N): one of each conjugate pair.</param>
    /// <param name="dt">Δ, real, (H, N).</param>
    /// <param name="b">B, complex, (H, N).</param>
    /// <param name="p">P, complex, (R, H, N).</param>
    /// <param name="c">C̃ = C (I − Āᴸ), complex, (M, H, N).</param>
    /// <param name="length">L.</param>
    /// <returns>The kernels, real, (M, L, H).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static Variable<T> Truncated<T>(
        Variable<T> lambda, Variable<T> dt, Variable<T> b, Variable<T> p, Variable<T> c, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(lambda, dt, b, p, c);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        (int outputs, int rank, int channels, int modes) = (c.Shape[0], p.Shape[0], b.Shape[0], b.Shape[1]);
        int columns = 1 + rank;
        Variable<T> left = Op.Concat(0, Op.Scale(c, T.CreateChecked(2)), Op.Conjugate(p));
        Variable<T> right = dt * Op.Concat(0, Op.Reshape(b, [1, channels, modes]), p);
        Variable<T> products = Op.Reshape(left, [outputs + rank, 1, channels, modes])
            * Op.Reshape(right, [1, columns, channels, modes]);
        Variable<T> sums = Op.CauchyKernel(                                                     // (V, L/2 + 1, H)
            Op.Reshape(products, [(outputs + rank) * columns, channels, modes]), dt * lambda, length);

        Variable<T>[,] table = new Variable<T>[outputs + rank, columns];
        for (int i = 0; i < sums.Shape[0]; i++)
        {
            table[i / columns, i % columns] = Op.Select(sums, 0, i);
        }

        Eliminate(table, outputs, OnePlusNodes<T>(length, sums.Backend));
        Variable<T>[] kernels = new Variable<T>[outputs];
        for (int m = 0; m < outputs; m++)
        {
            kernels[m] = Op.InverseRealFft(table[m, 0], length, axis: 0);
        }

        return Op.Stack(0, kernels);
    }

    private static void Eliminate<T>(Variable<T>[,] table, int outputs, Variable<T> s)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> one = NdArray<T>.Scalar(T.One, s.Backend);
        for (int column = table.GetLength(1) - 1; column > 0; column--)
        {
            int pivot = outputs + column - 1;
            Variable<T> factor = s / (one + (s * table[pivot, column]));
            for (int row = 0; row < pivot; row++)
            {
                Variable<T> share = table[row, column] * factor;
                for (int j = 0; j < column; j++)
                {
                    table[row, j] -= share * table[pivot, j];
                }
            }
        }
    }

    // 1 + ω, complex, (⌊L/2⌋ + 1, 1): zero exactly where ω = −1.
    private static Variable<T> OnePlusNodes<T>(int length, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] re = new T[(length / 2) + 1], im = new T[re.Length];
        for (int k = 0; k < re.Length; k++)
        {
            double cos = double.CosPi((double)k / length);
            re[k] = T.CreateChecked(2 * cos * cos);
            im[k] = T.CreateChecked(-double.SinPi(2.0 * k / length));
        }

        return NdArray<T>.Temporary(re, im, [re.Length, 1], backend);
    }

    private static void Check<T>(Variable<T> lambda, Variable<T> dt, Variable<T> b, Variable<T> p, Variable<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lambda);
        ArgumentNullException.ThrowIfNull(dt);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(c);
        bool fits = lambda.Shape.Rank == 2 && lambda.Shape == dt.Shape && lambda.Shape == b.Shape
            && p.Shape.Rank == 3 && c.Shape.Rank == 3
            && p.Shape.Sizes[1..].SequenceEqual(lambda.Shape.Sizes)
            && c.Shape.Sizes[1..].SequenceEqual(lambda.Shape.Sizes)
            && lambda.IsComplex && b.IsComplex && p.IsComplex && c.IsComplex && !dt.IsComplex;
        if (!fits)
        {
            throw new ArgumentException(
                $"DplrKernel: 'lambda' is {lambda}, 'dt' {dt}, 'b' {b}, 'p' {p} and 'c' {c}, expected complex " +
                "(H, N), real (H, N), complex (H, N), (R, H, N) and (M, H, N).");
        }
    }
}
