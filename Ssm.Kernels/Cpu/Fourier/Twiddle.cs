namespace Ssm.Kernels;

/// <summary>Roots of unity in double precision, from which every table of the FFT room is rounded.</summary>
/// <remarks>
/// The angle is folded into the first octant in integers before any rounding, so the sine and the cosine are taken of
/// an argument in [0, π/4] that carries one rounding of its own size: the error of a root does not grow with k or n.
/// </remarks>
internal static class Twiddle
{
    /// <summary>e^(−2πi·k/n).</summary>
    internal static (double Re, double Im) Root(long k, long n)
    {
        // The circle is 8n units long, so an octant is n of them whatever n is divisible by.
        long angle = 8 * (k % n);
        double sign = -1;
        if (angle > 4 * n)
        {
            angle = (8 * n) - angle;
            sign = 1;
        }

        double half = 1;
        if (angle > 2 * n)
        {
            angle = (4 * n) - angle;
            half = -1;
        }

        bool swap = angle > n;
        if (swap)
        {
            angle = (2 * n) - angle;
        }

        (double sin, double cos) = Math.SinCos(Math.PI * angle / (4.0 * n));
        return swap ? (half * sin, sign * cos) : (half * cos, sign * sin);
    }

    /// <summary>Writes e^(−2πi·k/n) times <paramref name="scale"/>, real part then imaginary part.</summary>
    internal static void Write<T>(Span<T> pair, long k, long n, double scale = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (double re, double im) = Root(k, n);
        pair[0] = T.CreateTruncating(re * scale);
        pair[1] = T.CreateTruncating(im * scale);
    }
}
