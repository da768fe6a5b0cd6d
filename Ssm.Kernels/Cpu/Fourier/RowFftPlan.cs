using System.Buffers;
using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The discrete Fourier transform of one length along contiguous rows.</summary>
/// <remarks>
/// Forward, X[k] = Σ_j x[j] e^(−2πi·jk/n), is not normalised; Inverse, x[j] = (1/n) Σ_k X[k] e^(2πi·jk/n), is: the
/// default of NumPy and PyTorch. Data is (rows, length), both planes row-major. The algorithm depends on the length
/// alone, so the result of a row is the same bits wherever it lies, whatever its neighbours and the number of threads
/// are. Lengths whose prime factors are at most 31 take O(n log n) directly, others by Bluestein's algorithm; the
/// relative error in the 2-norm grows like ε·log n. A plan never changes, so threads may share it; scratch memory comes
/// from the shared array pool. For signals that lie along time with channels contiguous there is
/// <see cref="FftPlan{T}"/>.
/// </remarks>
public sealed unsafe class RowFftPlan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RowTransform<T> _transform;

    /// <summary>Makes the tables for transforms of <paramref name="length"/> points.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1 or above
    /// <see cref="FftSize.Largest"/>.</exception>
    public RowFftPlan(int length)
    {
        FftSize.Check(length, nameof(RowFftPlan<>), nameof(length));
        _transform = RowTransform<T>.Create(length);
    }

    /// <summary>The number of points of a row.</summary>
    public int Length => _transform.Length;

    /// <summary>Transforms (<paramref name="rows"/>, length) in place.</summary>
    /// <exception cref="ArgumentException">The data is not of <paramref name="rows"/> times <see cref="Length"/>
    /// elements.</exception>
    public void Forward(Planar<T> data, int rows, int threads = 1) => Forward(data, data, rows, threads);

    /// <summary>Transforms <paramref name="x"/>, (rows, length), into <paramref name="y"/>.</summary>
    /// <remarks><paramref name="y"/> may be the memory of <paramref name="x"/>, but not overlap it in part.</remarks>
    /// <exception cref="ArgumentException">A span is not of <paramref name="rows"/> times <see cref="Length"/>
    /// elements.</exception>
    public void Forward(ReadOnlyPlanar<T> x, Planar<T> y, int rows, int threads = 1)
    {
        Check(x, y, rows, threads);
        Transform(x.Re, x.Im, y.Re, y.Im, rows, threads, T.One);
    }

    /// <summary>Transforms (<paramref name="rows"/>, length) back in place, with the factor 1/n.</summary>
    /// <exception cref="ArgumentException">The data is not of <paramref name="rows"/> times <see cref="Length"/>
    /// elements.</exception>
    public void Inverse(Planar<T> data, int rows, int threads = 1) => Inverse(data, data, rows, threads);

    /// <summary>Transforms <paramref name="x"/>, (rows, length), back into <paramref name="y"/>, with the factor 1/n.
    /// </summary>
    /// <remarks><paramref name="y"/> may be the memory of <paramref name="x"/>, but not overlap it in part.</remarks>
    /// <exception cref="ArgumentException">A span is not of <paramref name="rows"/> times <see cref="Length"/>
    /// elements.</exception>
    public void Inverse(ReadOnlyPlanar<T> x, Planar<T> y, int rows, int threads = 1)
    {
        Check(x, y, rows, threads);

        // With i·conj(z) on both sides, the planes exchanged, the forward transform is n times the inverse one.
        Transform(x.Im, x.Re, y.Im, y.Re, rows, threads, T.One / T.CreateChecked(Length));
    }

    private void Check(ReadOnlyPlanar<T> x, Planar<T> y, int rows, int threads)
    {
        Guard.AtLeast(rows, 0, nameof(RowFftPlan<>));
        Guard.AtLeast(threads, 1, nameof(RowFftPlan<>));
        Guard.Length(x.Length, FftSize.Product(rows, Length), nameof(RowFftPlan<>));
        Guard.Length(y.Length, x.Length, nameof(RowFftPlan<>));
    }

    private void Transform(
        ReadOnlySpan<T> xRe, ReadOnlySpan<T> xIm, Span<T> yRe, Span<T> yIm, int rows, int threads, T scale)
    {
        fixed (T* inRe = xRe, inIm = xIm, outRe = yRe, outIm = yIm)
        {
            Rows work = new(_transform, inRe, inIm, outRe, outIm, scale, rows, RowShares.Within(rows, threads));
            if (RowShares.Within(rows, threads) == threads)
            {
                Rows.Do(in work, 0, rows);
                return;
            }

            int grain = RowShares.Grain(_transform.RowsAtOnce, Length);
            WorkSplit.Run(rows, grain, (long)Length * rows * 2, threads, work, Rows.Run);
        }
    }

    // Pointers, because a piece of work may run on another thread, where no span can follow.
    private readonly struct Rows(
        RowTransform<T> transform, T* xRe, T* xIm, T* yRe, T* yIm, T scale, int count, int threads)
    {
        private readonly RowTransform<T> _transform = transform;
        private readonly T* _xRe = xRe;
        private readonly T* _xIm = xIm;
        private readonly T* _yRe = yRe;
        private readonly T* _yIm = yIm;
        private readonly T _scale = scale;
        private readonly int _count = count;
        private readonly int _threads = threads;

        internal static void Run(Rows rows, int start, int end) => Do(in rows, start, end);

        [SkipLocalsInit]
        internal static void Do(in Rows rows, int start, int end)
        {
            int length = RowScratch.Length<T>(rows._transform.ScratchLength);
            if (length <= RowScratch.OnStack / sizeof(T))
            {
                T* memory = stackalloc T[length];
                rows.Do(start, end, RowScratch.Align(memory));
                return;
            }

            T[] rented = ArrayPool<T>.Shared.Rent(length);
            fixed (T* scratch = rented)
            {
                rows.Do(start, end, RowScratch.Align(scratch));
            }

            ArrayPool<T>.Shared.Return(rented);
        }

        private void Do(int start, int end, T* scratch)
        {
            int length = _transform.Length, step = _transform.RowsAtOnce;
            for (int row = start; row < end; row += step)
            {
                nint at = (nint)row * length, ahead = row + step < end ? length : 0;
                RowJob<T> job = new(
                    _xRe + at, _xIm + at, length, _yRe + at, _yIm + at, length, _scale, ahead);
                _transform.Forward(in job, Math.Min(step, _count - row), scratch, _threads);
            }
        }
    }
}
