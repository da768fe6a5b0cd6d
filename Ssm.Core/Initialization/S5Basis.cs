using System.Numerics;

namespace Ssm.Core.Initialization;

/// <summary>The eigenbasis in which S5 starts: J equal blocks, each the normal part of a HiPPO-LegS system.</summary>
/// <remarks>
/// S states of the real system, P stored modes: S, or S/2 with conjugate symmetry.
/// Smith, Warrington and Linderman, "Simplified State Space Layers for Sequence Modeling", arXiv:2208.04933, section
/// 3.3 and
/// appendix B.1; repository lindermanlab/S5, <c>s5/ssm_init.py</c>, <c>make_DPLR_HiPPO</c>.
/// </remarks>
/// <param name="StateSize">S.</param>
/// <param name="Blocks">J.</param>
/// <param name="Lambda">The eigenvalues, (P): J times those of a block, imaginary parts ascending in each.</param>
/// <param name="V">The eigenvectors as columns, (S, P), row-major, block-diagonal.</param>
/// <param name="VInverse">V*, (P, S), row-major: the inverse of V where all modes are stored.</param>
public sealed record S5Basis(int StateSize, int Blocks, Complex[] Lambda, Complex[] V, Complex[] VInverse)
{
    /// <summary>P, the number of stored modes.</summary>
    public int Modes => Lambda.Length;

    /// <summary>Builds the basis.</summary>
    /// <param name="stateSize">S: the number of states before a half of them is dropped.</param>
    /// <param name="blocks">J, a divisor of S.</param>
    /// <param name="conjugateSymmetry">
    /// Whether only the modes with negative imaginary part are stored, and outputs are 2 Re(C x). Blocks are then of
    /// even size.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    /// <exception cref="ArgumentException">The blocks do not divide the states, or cannot be halved.</exception>
    public static S5Basis Create(int stateSize, int blocks, bool conjugateSymmetry)
    {
        InitializationGuard.AtLeast(stateSize, 1, nameof(S5Basis));
        InitializationGuard.AtLeast(blocks, 1, nameof(S5Basis));
        int size = stateSize / blocks;
        if (size * blocks != stateSize || (conjugateSymmetry && size % 2 != 0))
        {
            throw new ArgumentException(
                $"{nameof(S5Basis)}: 'stateSize' is {stateSize} and 'blocks' is {blocks}, expected blocks of a whole"
                + $"{(conjugateSymmetry ? ", even" : "")} size; change one of them"
                + $"{(conjugateSymmetry ? ", or do without conjugate symmetry." : ".")}",
                nameof(blocks));
        }

        (Complex[] spectrum, Complex[] vectors) = HippoNormal.Decompose(HippoMatrix.Create(HippoMeasure.LegS, size));
        int kept = conjugateSymmetry ? size / 2 : size;
        Complex[] block = HippoNormal.FirstColumns(vectors, size, kept);

        int modes = kept * blocks;
        S5Basis basis = new(
            stateSize,
            blocks,
            new Complex[modes],
            new Complex[checked(stateSize * modes)],
            new Complex[checked(modes * stateSize)]);
        for (int j = 0; j < blocks; j++)
        {
            spectrum.AsSpan(0, kept).CopyTo(basis.Lambda.AsSpan(j * kept));
            for (int i = 0; i < size; i++)
            {
                for (int n = 0; n < kept; n++)
                {
                    int row = (j * size) + i, column = (j * kept) + n;
                    basis.V[(row * modes) + column] = block[(i * kept) + n];
                    basis.VInverse[(column * stateSize) + row] = Complex.Conjugate(block[(i * kept) + n]);
                }
            }
        }

        return basis;
    }

    /// <summary>V* W for a real W, (S, H): gives (P, H).</summary>
    internal Complex[] ToModes(ReadOnlySpan<double> w, int width)
    {
        Complex[] result = new Complex[checked(Modes * width)];
        int size = StateSize / Blocks, kept = Modes / Blocks;
        for (int n = 0; n < Modes; n++)
        {
            // Outside the mode's own block V is zero.
            int first = n / kept * size;
            for (int i = first; i < first + size; i++)
            {
                Complex v = VInverse[(n * StateSize) + i];
                for (int h = 0; h < width; h++)
                {
                    result[(n * width) + h] += v * w[(i * width) + h];
                }
            }
        }

        return result;
    }

    /// <summary>
    /// Row h of C V for the rows of a complex C, (H, S), written to columns <paramref name="offset"/> on.
    /// </summary>
    internal void FromStates(ReadOnlySpan<Complex> c, Span<Complex> result, int columns, int offset)
    {
        int size = StateSize / Blocks, kept = Modes / Blocks;
        for (int h = 0; h < c.Length / StateSize; h++)
        {
            ReadOnlySpan<Complex> row = c.Slice(h * StateSize, StateSize);
            Span<Complex> target = result.Slice((h * columns) + offset, Modes);
            for (int i = 0; i < StateSize; i++)
            {
                int first = i / size * kept;
                for (int n = first; n < first + kept; n++)
                {
                    target[n] += row[i] * V[(i * Modes) + n];
                }
            }
        }
    }
}
