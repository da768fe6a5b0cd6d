namespace Ssm.Kernels;

/// <summary>Powers e^(l·z) of one mode, in double whatever the kernel's element type.</summary>
/// <remarks>
/// In float the phase l·Im z is wrong by l·ulp(Im z), 3e−3 at l = 16384 and Im z = π, so it is formed in double, and
/// its own rounding error, which a fused multiply-add gives exactly, is put back through the derivative of sine and
/// cosine.
/// </remarks>
internal static class ExponentialPowers
{
    /// <summary>How many successive powers the table of a mode has.</summary>
    internal const int Block = 64;

    /// <summary>Blocks between two heads that are computed anew; the ones between are products.</summary>
    private const int Restart = 16;

    /// <summary>e^(l·z) for z = re + i·im.</summary>
    internal static (double Re, double Im) At(double l, double re, double im)
    {
        double magnitude = Math.Exp(l * re);
        double phase = l * im;
        double lost = Math.FusedMultiplyAdd(l, im, -phase);
        (double sin, double cos) = Math.SinCos(phase);
        return (magnitude * (cos - (sin * lost)), magnitude * (sin + (cos * lost)));
    }

    /// <summary>The table e^(j·z) for j = 0 … 63, each power the product of at most six others.</summary>
    internal static void Table(double re, double im, Span<double> tableRe, Span<double> tableIm)
    {
        (tableRe[0], tableIm[0]) = (1.0, 0.0);
        for (int half = 1; half < Block; half *= 2)
        {
            (double pr, double pi) = At(half, re, im);
            for (int j = 0; j < half; j++)
            {
                tableRe[half + j] = (tableRe[j] * pr) - (tableIm[j] * pi);
                tableIm[half + j] = (tableRe[j] * pi) + (tableIm[j] * pr);
            }
        }
    }

    /// <summary>Goes from the head e^(64·block·z) to the next block's.</summary>
    /// <param name="block">The block that is wanted.</param>
    /// <param name="head">The head of the block before; not read where the head is computed anew.</param>
    /// <param name="stride">e^(64·z).</param>
    /// <param name="re">Re z.</param>
    /// <param name="im">Im z.</param>
    internal static (double Re, double Im) Head(
        int block, (double Re, double Im) head, (double Re, double Im) stride, double re, double im) =>
        block % Restart == 0
            ? At((double)block * Block, re, im)
            : ((head.Re * stride.Re) - (head.Im * stride.Im), (head.Re * stride.Im) + (head.Im * stride.Re));
}
