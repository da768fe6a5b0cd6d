namespace Ssm.Kernels;

/// <summary>The Fourier transform of real signals of one length, along time, of any number of lanes.</summary>
/// <remarks>
/// Forward gives the bins 0 … n/2 of X[k] = Σ_j x[j] e^(−2πi·jk/n), the others being their conjugates; Inverse is its
/// inverse, with 1/n: NumPy's rfft and irfft. Data is time-major with lanes contiguous: signals are (length, lanes),
/// spectra are (length/2 + 1, lanes). An even length is done by a complex transform of half the length, an odd one by a
/// complex transform of the whole. A plan never changes, so threads may share it; scratch memory comes from the shared
/// array pool.
/// </remarks>
public sealed unsafe class RealFftPlan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // One of the two is there: packed for even lengths whose half has small factors.
    private readonly PackedRealTransform<T>? _packed;
    private readonly RealLaneTransform<T>? _transform;

    /// <summary>Makes the tables for transforms of <paramref name="length"/> real points.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1 or above
    /// <see cref="FftSize.Largest"/>.</exception>
    public RealFftPlan(int length)
    {
        FftSize.Check(length, nameof(RealFftPlan<>), nameof(length));
        Length = length;
        if (length % 2 == 0 && LaneTransform<T>.Factors(length / 2))
        {
            _packed = new PackedRealTransform<T>(length);
        }
        else
        {
            _transform = length % 2 == 0 ? new EvenRealTransform<T>(length) : new OddRealTransform<T>(length);
        }
    }

    /// <summary>The number of points of a signal.</summary>
    public int Length { get; }

    /// <summary>The number of bins of a spectrum: length/2 + 1.</summary>
    public int Bins => (Length / 2) + 1;

    /// <summary>Transforms <paramref name="x"/>, (length, lanes), into <paramref name="spectrum"/>, (bins, lanes).
    /// </summary>
    /// <exception cref="ArgumentException">A span is not of its number of rows times
    /// <paramref name="lanes"/> elements.</exception>
    public void Forward(ReadOnlySpan<T> x, Planar<T> spectrum, int lanes, int threads = 1)
    {
        Check(x.Length, spectrum.Length, lanes, threads);
        fixed (T* signal = x, re = spectrum.Re, im = spectrum.Im)
        {
            Job job = new(signal, re, im, lanes) { Packed = _packed, Transform = _transform };
            WorkSplit.Run(LaneGroup.Count<T>(lanes), 1, Work(lanes), threads, job, Job.Forward);
        }
    }

    /// <summary>Transforms <paramref name="spectrum"/>, (bins, lanes), back into <paramref name="x"/>, (length, lanes).
    /// </summary>
    /// <remarks>The imaginary parts of bin 0 and, where the length is even, of the last bin belong to no real signal:
    /// they are ignored.</remarks>
    /// <exception cref="ArgumentException">A span is not of its number of rows times
    /// <paramref name="lanes"/> elements.</exception>
    public void Inverse(ReadOnlyPlanar<T> spectrum, Span<T> x, int lanes, int threads = 1)
    {
        Check(x.Length, spectrum.Length, lanes, threads);
        fixed (T* signal = x, re = spectrum.Re, im = spectrum.Im)
        {
            Job job = new(signal, re, im, lanes) { Packed = _packed, Transform = _transform };
            WorkSplit.Run(LaneGroup.Count<T>(lanes), 1, Work(lanes), threads, job, Job.Inverse);
        }
    }

    private long Work(int lanes) => (long)Length * lanes * (BitOperations.Log2((uint)Length) + 1) / 2;

    private void Check(int xLength, int spectrumLength, int lanes, int threads)
    {
        Guard.AtLeast(lanes, 0, nameof(RealFftPlan<>));
        Guard.AtLeast(threads, 1, nameof(RealFftPlan<>));
        Guard.Length(xLength, FftSize.Product(Length, lanes), nameof(RealFftPlan<>), "x.Length");
        Guard.Length(spectrumLength, FftSize.Product(Bins, lanes), nameof(RealFftPlan<>), "spectrum.Length");
    }

    // Pointers, because a piece of work may run on another thread, where no span can follow.
    private readonly struct Job(T* x, T* re, T* im, int lanes)
    {
        private readonly T* _x = x;
        private readonly T* _re = re;
        private readonly T* _im = im;
        private readonly int _lanes = lanes;

        internal PackedRealTransform<T>? Packed { get; init; }

        internal RealLaneTransform<T>? Transform { get; init; }

        internal static void Forward(Job job, int start, int end)
        {
            for (int index = start; index < end; index++)
            {
                LaneGroup group = job.Group(index);
                job.Packed?.Forward(job._x, job._re, job._im, job._lanes, group);
                for (int block = 0; block < group.Blocks && job.Transform is not null; block++)
                {
                    int lane = group.First + (block * Vector<T>.Count), width = group.Width(block);
                    job.Transform.Forward(job._x + lane, job._re + lane, job._im + lane, job._lanes, width);
                }
            }
        }

        internal static void Inverse(Job job, int start, int end)
        {
            for (int index = start; index < end; index++)
            {
                LaneGroup group = job.Group(index);
                job.Packed?.Inverse(job._re, job._im, job._x, job._lanes, group);
                for (int block = 0; block < group.Blocks && job.Transform is not null; block++)
                {
                    int lane = group.First + (block * Vector<T>.Count), width = group.Width(block);
                    job.Transform.Inverse(job._re + lane, job._im + lane, job._x + lane, job._lanes, width);
                }
            }
        }

        // Only the blocked transform has a form for wide points.
        private LaneGroup Group(int index) =>
            Packed is null ? LaneGroup.At<T>(index, _lanes) : LaneGroup.Widest<T>(index, _lanes);
    }
}
