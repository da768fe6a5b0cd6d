namespace Ssm.Kernels;

/// <summary>Powers e^(l·z) of one mode, in double whatever the kernel's element type.</summary>
/// <remarks>
/// In float the phase l·Im z is wrong by l·ulp(Im z), 3e−3 at l = 16384 and Im z = π, so it is formed in double, and
/// its own rounding error, which a fused multiply-add gives exactly, is put back through the derivative of sine and
/// cosine.
/// </remarks>
internal static unsafe class ExponentialPowers
{
    /// <summary>How many successive powers the table of a mode has.</summary>
    internal const int Block = 64;

    /// <summary>Blocks between two heads that are computed anew; the ones between are products.</summary>
    private const int Restart = 16;

    /// <summary>The same for float: 2^18 steps, after which products in double are wrong by 2^−34.</summary>
    private const int FloatRestart = 4096;

    /// <summary>e^(l·z) for z = re + i·im.</summary>
    internal static (double Re, double Im) At(double l, double re, double im)
    {
        double magnitude = Math.Exp(l * re);
        double phase = l * im;
        double lost = Math.FusedMultiplyAdd(l, im, -phase);
        (double sin, double cos) = Math.SinCos(phase);
        return (magnitude * (cos - (sin * lost)), magnitude * (sin + (cos * lost)));
    }

    /// <summary>The table e^(j·z) for j = 0 … 63, as exact as T: a call of one of the two ways below.</summary>
    /// <returns>e^(64·z).</returns>
    internal static (double Re, double Im) Table<T>(double re, double im, double* tableRe, double* tableIm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return Geometric((1.0, 0.0), At(1.0, re, im), tableRe, tableIm, Block);
        }

        Table(re, im, tableRe, tableIm);
        return At(Block, re, im);
    }

    /// <summary>The heads e^(64·m·z) for m = 0 … blocks − 1, as exact as T.</summary>
    /// <param name="stride">e^(64·z).</param>
    /// <param name="re">Re z.</param>
    /// <param name="im">Im z.</param>
    /// <param name="headRe">Real parts.</param>
    /// <param name="headIm">Imaginary parts.</param>
    /// <param name="blocks">How many heads.</param>
    internal static void Heads<T>(
        (double Re, double Im) stride, double re, double im, double* headRe, double* headIm, int blocks)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            for (int block = 0; block < blocks; block += FloatRestart)
            {
                int count = Math.Min(FloatRestart, blocks - block);
                Geometric(At((double)block * Block, re, im), stride, headRe + block, headIm + block, count);
            }

            return;
        }

        (double Re, double Im) head = (0.0, 0.0);
        for (int block = 0; block < blocks; block++)
        {
            head = Head(block, head, stride, re, im);
            (headRe[block], headIm[block]) = head;
        }
    }

    /// <summary>first·ratio^j for j = 0 … count − 1, products of the ratio's squares: wrong by 2j·2^−53.</summary>
    /// <remarks>
    /// Enough for float up to j of 2^27, and one exponential a mode instead of one for every power of two.
    /// </remarks>
    /// <returns>ratio^count where count is a power of two.</returns>
    private static (double Re, double Im) Geometric(
        (double Re, double Im) first, (double Re, double Im) ratio, double* re, double* im, int count)
    {
        (double pr, double pi) = ratio;
        (re[0], im[0]) = first;
        for (int half = 1; half < count; half *= 2)
        {
            int n = Math.Min(half, count - half), j = 0;
            double* toRe = re + half, toIm = im + half;
            for (; j <= n - Vector<double>.Count; j += Vector<double>.Count)
            {
                Vector<double> x = Vector.Load(re + j), y = Vector.Load(im + j);
                Fused.MultiplyAdd(x, new Vector<double>(pr), y * new Vector<double>(-pi)).Store(toRe + j);
                Fused.MultiplyAdd(x, new Vector<double>(pi), y * new Vector<double>(pr)).Store(toIm + j);
            }

            for (; j < n; j++)
            {
                toRe[j] = Fused.MultiplyAdd(re[j], pr, im[j] * -pi);
                toIm[j] = Fused.MultiplyAdd(re[j], pi, im[j] * pr);
            }

            (pr, pi) = ((pr * pr) - (pi * pi), 2.0 * pr * pi);
        }

        return (pr, pi);
    }

    // Each power the product of at most six others.
    private static void Table(double re, double im, double* tableRe, double* tableIm)
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

    // From the head e^(64·block·z) of the block before to that of a block; some are computed anew.
    private static (double Re, double Im) Head(
        int block, (double Re, double Im) head, (double Re, double Im) stride, double re, double im) =>
        block % Restart == 0
            ? At((double)block * Block, re, im)
            : ((head.Re * stride.Re) - (head.Im * stride.Im), (head.Re * stride.Im) + (head.Im * stride.Re));
}
