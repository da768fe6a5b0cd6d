using System.Buffers;
using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The Fourier transform of real signals of one length along contiguous rows.</summary>
/// <remarks>
/// Forward gives the bins 0 … n/2 of X[k] = Σ_j x[j] e^(−2πi·jk/n), the others being their conjugates; Inverse is its
/// inverse, with 1/n: NumPy's rfft and irfft. Signals are (rows, length), spectra (rows, length/2 + 1), all row-major.
/// An even length is done by a complex transform of half the length, an odd one by one of the whole. The
/// result of a row is the same bits wherever it lies, whatever its neighbours and the number of threads are. A plan
/// never changes, so threads may share it; scratch memory comes from the shared array pool. For signals that lie along
/// time with channels contiguous there is <see cref="RealFftPlan{T}"/>.
/// </remarks>
public sealed unsafe class RealRowFftPlan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RealRowTransform<T> _transform;

    /// <summary>Makes the tables for transforms of <paramref name="length"/> real points.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1 or above
    /// <see cref="FftSize.Largest"/>.</exception>
    public RealRowFftPlan(int length)
    {
        FftSize.Check(length, nameof(RealRowFftPlan<>), nameof(length));
        Length = length;
        _transform = length % 2 == 0 ? new EvenRealRow<T>(length) : new OddRealRow<T>(length);
    }

    /// <summary>The number of points of a signal.</summary>
    public int Length { get; }

    /// <summary>The number of bins of a spectrum: length/2 + 1.</summary>
    public int Bins => (Length / 2) + 1;

    /// <summary>Transforms <paramref name="x"/>, (rows, length), into <paramref name="spectrum"/>, (rows, bins).
    /// </summary>
    /// <remarks>The two share no memory.</remarks>
    /// <exception cref="ArgumentException">A span is not of <paramref name="rows"/> times its number of elements in a
    /// row.</exception>
    public void Forward(ReadOnlySpan<T> x, Planar<T> spectrum, int rows, int threads = 1)
    {
        Check(x.Length, spectrum.Length, rows, threads);
        fixed (T* signal = x, re = spectrum.Re, im = spectrum.Im)
        {
            Job job = new(_transform, signal, re, im, Length, rows, RowShares.Within(rows, threads));
            if (RowShares.Within(rows, threads) == threads)
            {
                Job.DoForward(in job, 0, rows);
                return;
            }

            int grain = RowShares.Grain(_transform.RowsAtOnce, Length / 2);
            WorkSplit.Run(rows, grain, (long)Length * rows, threads, job, Job.Forward);
        }
    }

    /// <summary>Transforms <paramref name="spectrum"/>, (rows, bins), back into <paramref name="x"/>, (rows, length).
    /// </summary>
    /// <remarks>The imaginary parts of bin 0 and, where the length is even, of the last bin belong to no real signal:
    /// they are ignored. The two share no memory.</remarks>
    /// <exception cref="ArgumentException">A span is not of <paramref name="rows"/> times its number of elements in a
    /// row.</exception>
    public void Inverse(ReadOnlyPlanar<T> spectrum, Span<T> x, int rows, int threads = 1)
    {
        Check(x.Length, spectrum.Length, rows, threads);
        fixed (T* signal = x, re = spectrum.Re, im = spectrum.Im)
        {
            Job job = new(_transform, signal, re, im, Length, rows, RowShares.Within(rows, threads));
            if (RowShares.Within(rows, threads) == threads)
            {
                Job.DoInverse(in job, 0, rows);
                return;
            }

            int grain = RowShares.Grain(_transform.RowsAtOnce, Length / 2);
            WorkSplit.Run(rows, grain, (long)Length * rows, threads, job, Job.Inverse);
        }
    }

    private void Check(int xLength, int spectrumLength, int rows, int threads)
    {
        Guard.AtLeast(rows, 0, nameof(RealRowFftPlan<>));
        Guard.AtLeast(threads, 1, nameof(RealRowFftPlan<>));
        Guard.Length(xLength, FftSize.Product(rows, Length), nameof(RealRowFftPlan<>), "x.Length");
        Guard.Length(spectrumLength, FftSize.Product(rows, Bins), nameof(RealRowFftPlan<>), "spectrum.Length");
    }

    // Pointers, because a piece of work may run on another thread, where no span can follow.
    private readonly struct Job(RealRowTransform<T> transform, T* x, T* re, T* im, int length, int rows, int threads)
    {
        private readonly RealRowTransform<T> _transform = transform;
        private readonly T* _x = x;
        private readonly T* _re = re;
        private readonly T* _im = im;
        private readonly int _length = length;
        private readonly int _rows = rows;
        private readonly int _threads = threads;

        internal static void Forward(Job job, int start, int end) => DoForward(in job, start, end);

        internal static void Inverse(Job job, int start, int end) => DoInverse(in job, start, end);

        [SkipLocalsInit]
        internal static void DoForward(in Job job, int start, int end)
        {
            int length = RowScratch.Length<T>(job._transform.ScratchLength);
            if (length <= RowScratch.OnStack / sizeof(T))
            {
                T* memory = stackalloc T[length];
                job.Forward(start, end, RowScratch.Align(memory));
                return;
            }

            T[] rented = ArrayPool<T>.Shared.Rent(length);
            fixed (T* scratch = rented)
            {
                job.Forward(start, end, RowScratch.Align(scratch));
            }

            ArrayPool<T>.Shared.Return(rented);
        }

        [SkipLocalsInit]
        internal static void DoInverse(in Job job, int start, int end)
        {
            int length = RowScratch.Length<T>(job._transform.ScratchLength);
            if (length <= RowScratch.OnStack / sizeof(T))
            {
                T* memory = stackalloc T[length];
                job.Inverse(start, end, RowScratch.Align(memory));
                return;
            }

            T[] rented = ArrayPool<T>.Shared.Rent(length);
            fixed (T* scratch = rented)
            {
                job.Inverse(start, end, RowScratch.Align(scratch));
            }

            ArrayPool<T>.Shared.Return(rented);
        }

        private void Forward(int start, int end, T* scratch)
        {
            nint bins = (_length / 2) + 1;
            for (int row = start; row < end; row += _transform.RowsAtOnce)
            {
                int count = Math.Min(_transform.RowsAtOnce, _rows - row);
                _transform.Forward(_x + ((nint)row * _length), _re + (row * bins), _im + (row * bins), count, scratch,
                    _threads);
            }
        }

        private void Inverse(int start, int end, T* scratch)
        {
            nint bins = (_length / 2) + 1;
            for (int row = start; row < end; row += _transform.RowsAtOnce)
            {
                int count = Math.Min(_transform.RowsAtOnce, _rows - row);
                _transform.Inverse(_re + (row * bins), _im + (row * bins), _x + ((nint)row * _length), count, scratch,
                    _threads);
            }
        }
    }
}
