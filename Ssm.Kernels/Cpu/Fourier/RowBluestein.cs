using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Bluestein's algorithm along a row, for lengths with a prime factor that has no butterfly.</summary>
/// <remarks>
/// The equations are those of <see cref="Bluestein{T}"/>; here the vectors run along the row, and the transforms within
/// are those of a row whose length is a small odd number times a power of two.
/// </remarks>
internal sealed unsafe class RowBluestein<T> : RowTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RowTransform<T> _inner;
    private readonly T[] _chirpRe;
    private readonly T[] _chirpIm;
    private readonly T[] _filterRe;
    private readonly T[] _filterIm;

    internal RowBluestein(int length)
        : base(length)
    {
        int points = Points((2 * length) - 1);
        _inner = RowTransform<T>.Create(points);
        (_chirpRe, _chirpIm) = (new T[length], new T[length]);
        (_filterRe, _filterIm) = (new T[points], new T[points]);
        double[] re = new double[points], im = new double[points];
        for (int j = 0; j < length; j++)
        {
            (double cos, double sin) = Twiddle.Root((long)j * j % (2L * length), 2L * length);
            (_chirpRe[j], _chirpIm[j]) = (T.CreateTruncating(cos), T.CreateTruncating(sin));
            int mirror = j == 0 ? 0 : points - j;
            re[j] = re[mirror] = cos / points;
            im[j] = im[mirror] = -sin / points;
        }

        new RowFftPlan<double>(points).Forward(new Planar<double>(re, im), rows: 1);
        for (int i = 0; i < points; i++)
        {
            (_filterRe[i], _filterIm[i]) = (T.CreateTruncating(re[i]), T.CreateTruncating(im[i]));
        }
    }

    /// <inheritdoc/>
    internal override long ScratchLength => (2L * _inner.Length) + _inner.ScratchLength;

    /// <inheritdoc/>
    internal override void Forward(in RowJob<T> job, int rows, T* scratch, int threads)
    {
        int points = _inner.Length;
        T* re = scratch;
        T* im = scratch + points;
        RowJob<T> inner = new(re, im, points, re, im, points, T.One);
        fixed (T* chirpRe = _chirpRe, chirpIm = _chirpIm, filterRe = _filterRe, filterIm = _filterIm)
        {
            Multiply(job.XRe, job.XIm, chirpRe, chirpIm, re, im, Length, T.One);
            new Span<T>(re + Length, points - Length).Clear();
            new Span<T>(im + Length, points - Length).Clear();
            _inner.Forward(inner, 1, scratch + (2 * points), threads);

            // The parts come out exchanged, which makes the forward transform that follows the inverse one.
            Multiply(re, im, filterRe, filterIm, im, re, points, T.One);
            _inner.Forward(inner, 1, scratch + (2 * points), threads);
            Multiply(im, re, chirpRe, chirpIm, job.YRe, job.YIm, Length, job.Scale);
        }
    }

    // The least of 2^a, 3·2^a and 5·2^a that is n or more and whole squares of vectors long.
    private static int Points(int n)
    {
        int square = Vector<double>.Count * Vector<double>.Count * 4, least = int.MaxValue;
        for (int odd = 1; odd <= 5; odd += 2)
        {
            long points = (long)odd * square;
            for (; points < n; points *= 2)
            {
            }

            least = (int)Math.Min(least, points);
        }

        return least;
    }

    // y = x·w·scale; the two may be the same memory, with its parts exchanged as well.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply(T* xRe, T* xIm, T* wRe, T* wIm, T* yRe, T* yIm, int count, T scale)
    {
        int i = 0;
        Vector<T> factor = new(scale);
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Lanes<T> x = new(Vector.Load(xRe + i), Vector.Load(xIm + i));
            Lanes<T> y = x * new Lanes<T>(Vector.Load(wRe + i), Vector.Load(wIm + i)) * factor;
            y.Re.Store(yRe + i);
            y.Im.Store(yIm + i);
        }

        for (; i < count; i++)
        {
            T re = xRe[i], im = xIm[i];
            yRe[i] = Fused.MultiplyAdd(-im, wIm[i], re * wRe[i]) * scale;
            yIm[i] = Fused.MultiplyAdd(im, wRe[i], re * wIm[i]) * scale;
        }
    }
}
