namespace Ssm.Kernels;

/// <summary>Short transforms of any length with small prime factors: one row in each lane of a vector.</summary>
internal sealed unsafe class LaneRowFft<T>(int length) : RowTransform<T>(length)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RowLaneFft<T> _inner = new(length);

    /// <inheritdoc/>
    internal override int RowsAtOnce => Vector<T>.Count;

    /// <inheritdoc/>
    internal override long ScratchLength => 4L * Vector<T>.Count * Length;

    /// <inheritdoc/>
    internal override void Forward(in RowJob<T> job, int rows, T* scratch, int threads)
    {
        int lanes = Vector<T>.Count;
        Lanes<T>* x = (Lanes<T>*)scratch;
        Lanes<T>* y = x + Length;
        int whole = rows == lanes ? Length - (Length % lanes) : 0;
        for (int j = 0; j < whole; j += lanes)
        {
            LaneBlock.Load(job.XRe + j, job.XIm + j, lanes, job.XPitch, lanes, y);
            RowTranspose.Square(y, x + j);
        }

        new Span<Lanes<T>>(x + whole, Length - whole).Clear();
        for (int row = 0; row < rows; row++)
        {
            for (int j = whole; j < Length; j++)
            {
                T* point = (T*)(x + j) + row;
                point[0] = job.XRe[(row * job.XPitch) + j];
                point[lanes] = job.XIm[(row * job.XPitch) + j];
            }
        }

        _inner.Forward(x, (T*)y, (T*)y + lanes, 2 * lanes, job.Scale);

        for (int j = 0; j < whole; j += lanes)
        {
            RowTranspose.Square(y + j, x);
            for (int row = 0; row < lanes; row++)
            {
                x[row].Re.Store(job.YRe + (row * job.YPitch) + j);
                x[row].Im.Store(job.YIm + (row * job.YPitch) + j);
            }
        }

        for (int row = 0; row < rows; row++)
        {
            for (int j = whole; j < Length; j++)
            {
                T* point = (T*)(y + j) + row;
                job.YRe[(row * job.YPitch) + j] = point[0];
                job.YIm[(row * job.YPitch) + j] = point[lanes];
            }
        }
    }
}
