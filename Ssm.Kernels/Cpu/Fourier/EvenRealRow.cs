namespace Ssm.Kernels;

/// <summary>Rows of even length n by a complex transform of half the length.</summary>
internal sealed unsafe class EvenRealRow<T> : RealRowTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Points of a piece of work; below so many a row is done by one thread.
    private const int Piece = 1 << 13;

    private readonly RowTransform<T> _half;
    private readonly int _points;
    private readonly T[] _turnsRe;
    private readonly T[] _turnsIm;

    internal EvenRealRow(int length)
    {
        _points = length / 2;
        _half = RowTransform<T>.Create(_points);
        _turnsRe = new T[(_points / 2) + 1];
        _turnsIm = new T[(_points / 2) + 1];
        for (int k = 0; k < _turnsRe.Length; k++)
        {
            // −i·w^k is w^(k + n/4), and in quarters of a point k + n/4 is a whole number.
            (double re, double im) = Twiddle.Root((4L * k) + length, 4L * length);
            _turnsRe[k] = T.CreateTruncating(0.5 * re);
            _turnsIm[k] = T.CreateTruncating(0.5 * im);
        }
    }

    /// <inheritdoc/>
    internal override int RowsAtOnce => _half.RowsAtOnce;

    /// <inheritdoc/>
    internal override long ScratchLength => (2L * PlaneLength) + _half.ScratchLength;

    // Whole cache lines, so that what follows a plane is aligned as well.
    private long PlaneLength => (((long)RowsAtOnce * _points) + 63) & ~63L;

    /// <inheritdoc/>
    internal override void Forward(T* x, T* re, T* im, int rows, T* scratch, int threads)
    {
        T* zRe = scratch;
        T* zIm = scratch + PlaneLength;
        int bins = _points + 1;
        Run(Work.Split, new(x, zRe, zIm, null, null, null, null, 0), 0, rows * _points, threads);
        _half.Forward(new(zRe, zIm, _points, re, im, bins, T.One), rows, zIm + PlaneLength, threads);
        fixed (T* gRe = _turnsRe, gIm = _turnsIm)
        {
            for (int row = 0; row < rows; row++, re += bins, im += bins)
            {
                Run(Work.Pairs, new(null, re, im, gRe, gIm, re, im, _points), 1, (_points / 2) + 1, threads);
                T sum = re[0] + im[0];
                re[_points] = re[0] - im[0];
                re[0] = sum;
                im[0] = im[_points] = T.Zero;
            }
        }
    }

    /// <inheritdoc/>
    internal override void Inverse(T* re, T* im, T* x, int rows, T* scratch, int threads)
    {
        T* zRe = scratch;
        T* zIm = scratch + PlaneLength;
        T half = T.CreateTruncating(0.5);
        fixed (T* gRe = _turnsRe, gIm = _turnsIm)
        {
            for (int row = 0; row < rows; row++, re += _points + 1, im += _points + 1)
            {
                T* rowRe = zRe + ((nint)row * _points);
                T* rowIm = zIm + ((nint)row * _points);
                Run(Work.PairsBack, new(null, re, im, gRe, gIm, rowRe, rowIm, _points), 1, (_points / 2) + 1, threads);

                // Bins 0 and n/2 are real whatever their imaginary parts say.
                rowRe[0] = (re[0] + re[_points]) * half;
                rowIm[0] = (re[0] - re[_points]) * half;
            }
        }

        // With the parts exchanged the forward transform is the inverse one, times the number of points.
        T scale = T.One / T.CreateChecked(_points);
        _half.Forward(new(zIm, zRe, _points, zIm, zRe, _points, scale), rows, zIm + PlaneLength, threads);
        Run(Work.Merge, new(x, zRe, zIm, null, null, null, null, 0), 0, rows * _points, threads);
    }

    private static void Run(WorkSplit.Piece<Work> piece, Work work, int start, int end, int threads)
    {
        if (threads == 1 || end - start <= Piece)
        {
            piece(work, start, end);
            return;
        }

        int pieces = (end - start + Piece - 1) / Piece;
        WorkSplit.Run(pieces, 1, 8L * (end - start), threads, new Part(piece, work, start, end), Part.Run);
    }

    private readonly struct Part(WorkSplit.Piece<Work> piece, Work work, int start, int end)
    {
        private readonly WorkSplit.Piece<Work> _piece = piece;
        private readonly Work _work = work;
        private readonly int _start = start;
        private readonly int _end = end;

        internal static void Run(Part part, int first, int last) => part._piece(
            part._work, part._start + (first * Piece), (int)Math.Min(part._end, part._start + ((long)last * Piece)));
    }

    private readonly struct Work(T* x, T* re, T* im, T* gRe, T* gIm, T* yRe, T* yIm, int points)
    {
        private readonly T* _x = x;
        private readonly T* _re = re;
        private readonly T* _im = im;
        private readonly T* _gRe = gRe;
        private readonly T* _gIm = gIm;
        private readonly T* _yRe = yRe;
        private readonly T* _yIm = yIm;
        private readonly int _points = points;

        internal static void Split(Work w, int start, int end) =>
            RealRowPasses.Split(w._x, w._re, w._im, start, end);

        internal static void Merge(Work w, int start, int end) =>
            RealRowPasses.Merge(w._re, w._im, w._x, start, end);

        internal static void Pairs(Work w, int start, int end) => RealRowPasses.Pairs(
            w._re, w._im, w._gRe, w._gIm, w._yRe, w._yIm, w._points, start, end, T.One);

        internal static void PairsBack(Work w, int start, int end) => RealRowPasses.Pairs(
            w._re, w._im, w._gRe, w._gIm, w._yRe, w._yIm, w._points, start, end, -T.One);
    }
}
