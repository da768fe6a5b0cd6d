using System.Numerics;
using System.Runtime.InteropServices;
using Ssm.Kernels;

namespace Ssm.Core.Initialization;

/// <summary>The random parameters of S5, in the eigenbasis of an <see cref="S5Basis"/>.</summary>
/// <remarks>
/// Repository lindermanlab/S5, <c>s5/ssm_init.py</c> and <c>s5/ssm.py</c>; Smith, Warrington and Linderman,
/// arXiv:2208.04933,
/// appendix B.1. S states, P modes, H channels. The variances replicate what Flax makes of the shapes that the code
/// gives it.
/// </remarks>
public static class S5Initialization
{
    /// <summary>B = V* W with a real W, (S, H), of variance 1/S (LeCun normal, fan-in S, not H).</summary>
    /// <param name="basis">The eigenbasis.</param>
    /// <param name="width">H.</param>
    /// <param name="random">Gives the S · H numbers of W, row by row.</param>
    /// <returns>B, (P, H), row-major.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public static Complex[] InputMatrix(S5Basis basis, int width, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(basis);
        InitializationGuard.AtLeast(width, 1, nameof(InputMatrix));
        double[] w = new double[checked(basis.StateSize * width)];
        Initializers.LecunNormal<double>(w, basis.StateSize, random);
        return basis.ToModes(w, width);
    }

    /// <summary><c>trunc_standard_normal</c>: C = C' V, each part of C', (H, S), of variance 1/S.</summary>
    /// <param name="basis">The eigenbasis.</param>
    /// <param name="width">H.</param>
    /// <param name="bidirectional">Whether a second, independent C for the reversed sequence is put beside the
    /// first.</param>
    /// <param name="random">Gives the numbers of C', row by row, the real part of each first; then those of the second
    /// C'.</param>
    /// <returns>C, (H, P), or (H, 2P) when bidirectional, row-major.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public static Complex[] OutputTruncatedNormal(S5Basis basis, int width, bool bidirectional, RandomSource random)
    {
        // Each row is drawn on the shape (1, S, 2), of which Flax takes S as the fan-in.
        ArgumentNullException.ThrowIfNull(basis);
        return OutputMatrix(basis, width, bidirectional, fanIn: basis.StateSize, random);
    }

    /// <summary>
    /// <c>lecun_normal</c>: C = C' V, each part of C', (H, S), of variance 1/(S · H): a very small C.
    /// </summary>
    /// <inheritdoc cref="OutputTruncatedNormal"/>
    public static Complex[] OutputLecunNormal(S5Basis basis, int width, bool bidirectional, RandomSource random)
    {
        // Drawn at once on the shape (H, S, 2), of which Flax takes S times the "receptive field" H as the fan-in.
        ArgumentNullException.ThrowIfNull(basis);
        return OutputMatrix(basis, width, bidirectional, fanIn: checked(basis.StateSize * width), random);
    }

    /// <summary><c>complex_normal</c>: C is drawn in the eigenbasis, each part of variance ½.</summary>
    /// <param name="basis">The eigenbasis; only its number of modes counts.</param>
    /// <param name="width">H.</param>
    /// <param name="bidirectional">Whether there are P more columns, for the states of the reversed sequence.</param>
    /// <param name="random">Gives the numbers of C, row by row, the real part of each first.</param>
    /// <returns>C, (H, P), or (H, 2P) when bidirectional, row-major.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public static Complex[] OutputComplexNormal(S5Basis basis, int width, bool bidirectional, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(basis);
        InitializationGuard.AtLeast(width, 1, nameof(OutputComplexNormal));
        Complex[] c = new Complex[checked(width * basis.Modes * (bidirectional ? 2 : 1))];
        Initializers.ComplexNormal(c, Math.Sqrt(0.5), random);
        return c;
    }

    /// <summary>D, (H): standard normal.</summary>
    /// <param name="width">H.</param>
    /// <param name="random">Gives one normal number per channel.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public static double[] Feedthrough(int width, RandomSource random)
    {
        InitializationGuard.AtLeast(width, 1, nameof(Feedthrough));
        double[] d = new double[width];
        Initializers.Normal<double>(d, 1, random);
        return d;
    }

    /// <summary>log Δ, (P): uniform between log smallest and log largest, one for every mode.</summary>
    /// <param name="basis">The eigenbasis; only its number of modes counts.</param>
    /// <param name="smallest">The smallest step, positive.</param>
    /// <param name="largest">The largest step.</param>
    /// <param name="random">Gives one number per mode.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends are not 0 &lt; smallest ≤ largest.</exception>
    public static double[] LogSteps(S5Basis basis, double smallest, double largest, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(basis);
        return TimeStepInitialization.LogUniformLogarithms(basis.Modes, smallest, largest, random);
    }

    private static Complex[] OutputMatrix(S5Basis basis, int width, bool bidirectional, int fanIn, RandomSource random)
    {
        InitializationGuard.AtLeast(width, 1, nameof(S5Initialization));
        int columns = basis.Modes * (bidirectional ? 2 : 1);
        Complex[] states = new Complex[checked(width * basis.StateSize)], c = new Complex[checked(width * columns)];
        for (int offset = 0; offset < columns; offset += basis.Modes)
        {
            Initializers.LecunNormal(MemoryMarshal.Cast<Complex, double>(states.AsSpan()), fanIn, random);
            basis.FromStates(states, c, columns, offset);
        }

        return c;
    }
}
