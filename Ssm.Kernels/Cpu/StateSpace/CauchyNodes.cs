namespace Ssm.Kernels;

/// <summary>
/// The nodes of <see cref="Cauchy"/> in the real numbers that its loops need, one row a quantity, computed in double.
/// </summary>
/// <remarks>
/// With ω = e^(−iθ), θ = 2πk/L: 1 + ω = 2α·e^(−iθ/2) and 2(1 − ω) = 2iβ·e^(−iθ/2), where α = cos(θ/2) and
/// β = 2 sin(θ/2) are real. α is the sine of the angle that is left to π/2, so that it loses no digits where it is
/// small.
/// </remarks>
internal readonly unsafe struct CauchyNodes<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Frequencies of one piece, of any number of lanes a multiple.</summary>
    internal const int Block = 512;

    private const int Rows = 6;

    private readonly T* _rows;
    private readonly nint _stride;

    internal CauchyNodes(T* rows, int stride)
    {
        _rows = rows;
        _stride = stride;
    }

    /// <summary>α².</summary>
    internal T* AlphaSquared => _rows;

    /// <summary>−β².</summary>
    internal T* MinusBetaSquared => _rows + _stride;

    /// <summary>2αβ.</summary>
    internal T* TwoAlphaBeta => _rows + (2 * _stride);

    /// <summary>4α²β².</summary>
    internal T* FourAlphaBetaSquared => _rows + (3 * _stride);

    /// <summary>α.</summary>
    internal T* Alpha => _rows + (4 * _stride);

    /// <summary>β.</summary>
    internal T* Beta => _rows + (5 * _stride);

    /// <summary>The length of a row: the frequencies, filled up to whole blocks.</summary>
    internal static int Stride(int frequencies) => checked((((frequencies - 1) / Block) + 1) * Block);

    /// <summary>Numbers of all rows.</summary>
    internal static int Size(int frequencies) => checked(Rows * Stride(frequencies));

    /// <summary>Computes the rows; what fills up the last block is a node at ω = −1, where no sum is singular.
    /// </summary>
    internal static void Fill(Span<T> rows, int length, int frequencies)
    {
        int stride = Stride(frequencies);
        for (int k = 0; k < stride; k++)
        {
            double alpha = k < frequencies ? double.SinPi(((double)length - (2.0 * k)) / (2.0 * length)) : 0.0;
            double beta = k < frequencies ? 2.0 * double.SinPi((double)k / length) : 2.0;
            rows[k] = T.CreateTruncating(alpha * alpha);
            rows[stride + k] = T.CreateTruncating(-beta * beta);
            rows[(2 * stride) + k] = T.CreateTruncating(2.0 * alpha * beta);
            rows[(3 * stride) + k] = T.CreateTruncating(4.0 * alpha * alpha * beta * beta);
            rows[(4 * stride) + k] = T.CreateTruncating(alpha);
            rows[(5 * stride) + k] = T.CreateTruncating(beta);
        }
    }
}
