namespace Ssm.Kernels;

/// <summary>Rows of odd length by a complex transform of the whole length.</summary>
internal sealed unsafe class OddRealRow<T>(int length) : RealRowTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RowTransform<T> _whole = RowTransform<T>.Create(length);

    /// <inheritdoc/>
    internal override int RowsAtOnce => _whole.RowsAtOnce;

    /// <inheritdoc/>
    internal override long ScratchLength => (2L * PlaneLength) + _whole.ScratchLength;

    private int Length => _whole.Length;

    // Whole cache lines, so that what follows a plane is aligned as well.
    private long PlaneLength => (((long)RowsAtOnce * Length) + 63) & ~63L;

    /// <inheritdoc/>
    internal override void Forward(T* x, T* re, T* im, int rows, T* scratch, int threads)
    {
        T* zRe = scratch;
        T* zIm = scratch + PlaneLength;
        new ReadOnlySpan<T>(x, rows * Length).CopyTo(new Span<T>(zRe, rows * Length));
        new Span<T>(zIm, rows * Length).Clear();
        _whole.Forward(new(zRe, zIm, Length, zRe, zIm, Length, T.One), rows, zIm + PlaneLength, threads);

        int bins = (Length / 2) + 1;
        for (int row = 0; row < rows; row++, re += bins, im += bins, zRe += Length, zIm += Length)
        {
            new ReadOnlySpan<T>(zRe, bins).CopyTo(new Span<T>(re, bins));
            new ReadOnlySpan<T>(zIm, bins).CopyTo(new Span<T>(im, bins));

            // Bin 0 of a real signal is real, but Bluestein's algorithm leaves it a rounding error.
            im[0] = T.Zero;
        }
    }

    /// <inheritdoc/>
    internal override void Inverse(T* re, T* im, T* x, int rows, T* scratch, int threads)
    {
        T* zRe = scratch;
        T* zIm = scratch + PlaneLength;
        int bins = (Length / 2) + 1;
        for (int row = 0; row < rows; row++, re += bins, im += bins)
        {
            T* rowRe = zRe + ((nint)row * Length);
            T* rowIm = zIm + ((nint)row * Length);
            rowRe[0] = re[0];
            rowIm[0] = T.Zero;
            for (int k = 1; k < bins; k++)
            {
                rowRe[k] = rowRe[Length - k] = re[k];
                rowIm[k] = im[k];
                rowIm[Length - k] = -im[k];
            }
        }

        // With the parts exchanged the forward transform is the inverse one, times the number of points.
        T scale = T.One / T.CreateChecked(Length);
        _whole.Forward(new(zIm, zRe, Length, zIm, zRe, Length, scale), rows, zIm + PlaneLength, threads);
        new ReadOnlySpan<T>(zRe, rows * Length).CopyTo(new Span<T>(x, rows * Length));
    }
}
