using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>The transform of a row whose length n is a multiple of V², V being the lanes of a vector.</summary>
/// <remarks>
/// The row is a matrix of V rows and m = n/V columns. With j = m·a + b and k = c + V·d,
/// <code>
///   X[c + V·d] = Σ_b e^(−2πi·bd/m) ( w^(bc) Σ_a e^(−2πi·ac/V) x[m·a + b] ),   w = e^(−2πi/n)
/// </code>
/// The inner sum is a butterfly of V vectors whose lanes are b; a square of V of its vectors is transposed while it is
/// in registers; the outer sum is then a transform with lanes c, whose results are V neighbours of X each. So there is
/// one shuffle for each vector and no pass of its own for it. Gentleman and Sande, 1966; Bailey, "FFTs in external or
/// hierarchical memory", 1990.
/// </remarks>
internal sealed unsafe class ShortRowFft<T> : RowTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Above, a row is cut so that its parts stay in the first-level cache and threads can share them.
    /// </summary>
    internal const int Longest = 8192;

    private readonly RowLaneFft<T> _inner;
    private readonly RowLaneFft<T> _butterfly;
    private readonly T[] _twiddles;

    internal ShortRowFft(int length)
        : base(length)
    {
        int lanes = Vector<T>.Count;
        _inner = new RowLaneFft<T>(length / lanes);
        _butterfly = new RowLaneFft<T>(lanes);
        _twiddles = new T[2 * (lanes - 1) * (length / lanes)];
        int at = 0;
        for (int block = 0; block < length / lanes; block += lanes)
        {
            for (int c = 1; c < lanes; c++, at += 2 * lanes)
            {
                for (int lane = 0; lane < lanes; lane++)
                {
                    (double re, double im) = Twiddle.Root((long)(block + lane) * c, length);
                    _twiddles[at + lane] = T.CreateTruncating(re);
                    _twiddles[at + lanes + lane] = T.CreateTruncating(im);
                }
            }
        }
    }

    /// <inheritdoc/>
    internal override long ScratchLength => 2L * Length;

    /// <inheritdoc/>
    internal override void Forward(in RowJob<T> job, int rows, T* scratch, int threads)
    {
        Lanes<T>* z = (Lanes<T>*)scratch;
        fixed (T* twiddles = _twiddles)
        {
            if (typeof(T) == typeof(float) && Vector<T>.Count == 8 && Avx.IsSupported)
            {
                RowFirstPass.Eight(
                    (float*)job.XRe, (float*)job.XIm, (float*)z, (float*)twiddles, _inner.Length, job.Ahead);
            }
            else
            {
                FirstPass(job.XRe, job.XIm, z, twiddles);
            }
        }

        _inner.Forward(z, job.YRe, job.YIm, Vector<T>.Count, job.Scale);
    }

    private void FirstPass(T* re, T* im, Lanes<T>* z, T* twiddles)
    {
        int lanes = Vector<T>.Count, columns = _inner.Length;
        Lanes<T>* square = stackalloc Lanes<T>[2 * lanes];
        Lanes<T>* turned = square + lanes;
        Lanes<T>* w = (Lanes<T>*)twiddles;
        for (int b = 0; b < columns; b += lanes)
        {
            LaneBlock.Load(re + b, im + b, lanes, columns, lanes, square);
            _butterfly.Forward(square, (T*)turned, (T*)turned + lanes, 2 * lanes, T.One);
            RowFirstPass.Turn(turned, w, lanes);
            RowTranspose.Square(turned, z + b);
            w += lanes - 1;
        }
    }
}
