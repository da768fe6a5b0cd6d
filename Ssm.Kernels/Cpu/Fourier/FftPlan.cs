using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The discrete Fourier transform of one length, along time, of any number of lanes.</summary>
/// <remarks>
/// Forward, X[k] = Σ_j x[j] e^(−2πi·jk/n), is not normalised; Inverse, x[j] = (1/n) Σ_k X[k] e^(2πi·jk/n), is: the
/// default of NumPy and PyTorch. Data is time-major, (length, lanes) with lanes contiguous. A block of as many lanes as
/// a vector has is copied to scratch memory, transformed there with one signal in each, and copied out: the result
/// of a lane is the same bits wherever it lies and whatever its neighbours are. Lengths whose prime factors are at most
/// 31 take O(n log n) directly, others by Bluestein's algorithm; the relative error in the 2-norm grows like
/// ε·log n. A plan never changes, so threads may share it; scratch memory comes from the shared array pool.
/// </remarks>
public sealed unsafe class FftPlan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LaneTransform<T> _transform;

    /// <summary>Makes the tables for transforms of <paramref name="length"/> points.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1 or above
    /// <see cref="FftSize.Largest"/>.</exception>
    public FftPlan(int length)
    {
        FftSize.Check(length, nameof(FftPlan<>), nameof(length));
        _transform = LaneTransform<T>.Create(length);
    }

    /// <summary>The number of points of a transform.</summary>
    public int Length => _transform.Length;

    /// <summary>Transforms (length, <paramref name="lanes"/>) in place.</summary>
    /// <exception cref="ArgumentException">The data is not of <see cref="Length"/> times
    /// <paramref name="lanes"/> elements.</exception>
    public void Forward(Planar<T> data, int lanes, int threads = 1) => Forward(data, data, lanes, threads);

    /// <summary>Transforms <paramref name="x"/>, (length, lanes), into <paramref name="y"/>.</summary>
    /// <remarks><paramref name="y"/> may be the memory of <paramref name="x"/>, but not overlap it in part.</remarks>
    /// <exception cref="ArgumentException">A span is not of <see cref="Length"/> times
    /// <paramref name="lanes"/> elements.</exception>
    public void Forward(ReadOnlyPlanar<T> x, Planar<T> y, int lanes, int threads = 1)
    {
        Check(x, y, lanes, threads);
        Transform(x.Re, x.Im, y.Re, y.Im, lanes, threads, T.One);
    }

    /// <summary>Transforms (length, <paramref name="lanes"/>) back in place, with the factor 1/n.</summary>
    /// <exception cref="ArgumentException">The data is not of <see cref="Length"/> times
    /// <paramref name="lanes"/> elements.</exception>
    public void Inverse(Planar<T> data, int lanes, int threads = 1) => Inverse(data, data, lanes, threads);

    /// <summary>Transforms <paramref name="x"/>, (length, lanes), back into <paramref name="y"/>, with the factor 1/n.
    /// </summary>
    /// <remarks><paramref name="y"/> may be the memory of <paramref name="x"/>, but not overlap it in part.</remarks>
    /// <exception cref="ArgumentException">A span is not of <see cref="Length"/> times
    /// <paramref name="lanes"/> elements.</exception>
    public void Inverse(ReadOnlyPlanar<T> x, Planar<T> y, int lanes, int threads = 1)
    {
        Check(x, y, lanes, threads);

        // With i·conj(z) on both sides, the planes exchanged, the forward transform is n times the inverse one.
        Transform(x.Im, x.Re, y.Im, y.Re, lanes, threads, T.One / T.CreateChecked(Length));
    }

    private void Check(ReadOnlyPlanar<T> x, Planar<T> y, int lanes, int threads)
    {
        Guard.AtLeast(lanes, 0, nameof(FftPlan<>));
        Guard.AtLeast(threads, 1, nameof(FftPlan<>));
        Guard.Length(x.Length, FftSize.Product(Length, lanes), nameof(FftPlan<>));
        Guard.Length(y.Length, x.Length, nameof(FftPlan<>));
    }

    private void Transform(
        ReadOnlySpan<T> xRe, ReadOnlySpan<T> xIm, Span<T> yRe, Span<T> yIm, int lanes, int threads, T scale)
    {
        fixed (T* inRe = xRe, inIm = xIm, outRe = yRe, outIm = yIm)
        {
            Job job = new(_transform, inRe, inIm, outRe, outIm, lanes, scale);
            long work = (long)Length * lanes * (BitOperations.Log2((uint)Length) + 1);
            WorkSplit.Run(LaneBlock.Count<T>(lanes), 1, work, threads, job, Job.Run);
        }
    }

    // Pointers, because a piece of work may run on another thread, where no span can follow.
    private readonly struct Job(
        LaneTransform<T> transform, T* xRe, T* xIm, T* yRe, T* yIm, int lanes, T scale)
    {
        private readonly LaneTransform<T> _transform = transform;
        private readonly T* _xRe = xRe;
        private readonly T* _xIm = xIm;
        private readonly T* _yRe = yRe;
        private readonly T* _yIm = yIm;
        private readonly int _lanes = lanes;
        private readonly T _scale = scale;

        internal static void Run(Job job, int start, int end)
        {
            T[] rented = ArrayPool<T>.Shared.Rent(LaneBlock.ScratchLength<T>(job._transform.Points));
            fixed (T* scratch = rented)
            {
                Lanes<T>* x = LaneBlock.Align(scratch);
                for (int block = start; block < end; block++)
                {
                    job.Run(x, block * Vector<T>.Count);
                }
            }

            ArrayPool<T>.Shared.Return(rented);
        }

        private void Run(Lanes<T>* x, int lane)
        {
            int width = Math.Min(Vector<T>.Count, _lanes - lane);
            LaneBlock.Load(_xRe + lane, _xIm + lane, _transform.Length, _lanes, width, x);
            _transform.Forward(x);
            LaneBlock.Store(x, _transform.Order, _scale, _yRe + lane, _yIm + lane, _lanes, width);
        }
    }
}
