namespace Ssm.Kernels;

/// <summary>The transform of any length n as a convolution of a length that factors well.</summary>
/// <remarks>
/// Because jk = (j² + k² − (k − j)²)/2, with the chirp c_j = e^(−iπ·j²/n)
/// <code>
///   X_k = c_k Σ_j (x_j c_j) conj(c_(k−j))
/// </code>
/// which is done by two transforms of m ≥ 2n − 1 points and a product with a fixed spectrum. It costs five to eight
/// times a transform of a good length nearby, and serves the lengths whose largest prime factor is above
/// <see cref="LaneTransform{T}.LargestPrime"/>. The squares are reduced modulo 2n in integers and the fixed spectrum is
/// computed in double precision, so the tables are as exact as T allows.
/// Bluestein, "A linear filtering approach to the computation of discrete Fourier transform", 1970.
/// </remarks>
internal sealed unsafe class Bluestein<T> : LaneTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LaneFft<T> _inner;
    private readonly T[] _chirp;
    private readonly T[] _filter;

    internal Bluestein(int length)
        : this(length, FftSize.GoodSize((2 * length) - 1))
    {
    }

    private Bluestein(int length, int points)
        : base(length, points, Natural(length))
    {
        _inner = new LaneFft<T>(points);
        _chirp = new T[2 * length];
        for (int j = 0; j < length; j++)
        {
            Twiddle.Write(_chirp.AsSpan(2 * j, 2), (long)j * j % (2L * length), 2L * length);
        }

        _filter = Filter(length, points);
    }

    internal override void Forward(Lanes<T>* x)
    {
        fixed (T* chirp = _chirp, filter = _filter)
        {
            for (int j = 0; j < Length; j++)
            {
                x[j] *= Lanes<T>.Broadcast(chirp + (2 * j));
            }

            new Span<Lanes<T>>(x + Length, Points - Length).Clear();
            _inner.Forward(x);
            for (int i = 0; i < Points; i++)
            {
                x[i] = (x[i] * Lanes<T>.Broadcast(filter + (2 * i))).Swapped;
            }

            _inner.ForwardFromScrambled(x);
            for (int k = 0; k < Length; k++)
            {
                x[k] = x[k].Swapped * Lanes<T>.Broadcast(chirp + (2 * k));
            }
        }
    }

    // The spectrum of conj(c), wrapped around, in scrambled order and with the inverse transform's 1/m.
    private static T[] Filter(int length, int points)
    {
        LaneFft<double> exact = new(points);
        Lanes<double>[] spectrum = new Lanes<double>[points];
        for (int j = 0; j < length; j++)
        {
            (double re, double im) = Twiddle.Root((long)j * j % (2L * length), 2L * length);
            Lanes<double> conjugate = new(new Vector<double>(re / points), new Vector<double>(-im / points));
            spectrum[j] = conjugate;
            spectrum[j == 0 ? 0 : points - j] = conjugate;
        }

        fixed (Lanes<double>* x = spectrum)
        {
            exact.Forward(x);
        }

        T[] filter = new T[2 * points];
        for (int i = 0; i < points; i++)
        {
            filter[2 * i] = T.CreateTruncating(spectrum[i].Re[0]);
            filter[(2 * i) + 1] = T.CreateTruncating(spectrum[i].Im[0]);
        }

        return filter;
    }

    private static int[] Natural(int length)
    {
        int[] order = new int[length];
        for (int k = 0; k < length; k++)
        {
            order[k] = k;
        }

        return order;
    }
}
