using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The discrete Fourier transform of one length, along time, of any number of lanes.</summary>
/// <remarks>
/// Forward, X[k] = Σ_j x[j] e^(−2πi·jk/n), is not normalised; Inverse, x[j] = (1/n) Σ_k X[k] e^(2πi·jk/n), is: the
/// default of NumPy and PyTorch. Data is time-major, (length, lanes) with lanes contiguous. The lanes of one cache line
/// are copied to scratch memory, transformed there with one signal in each, and copied out: the result of a lane is the
/// same bits wherever it lies and whatever its neighbours are. Lengths whose prime factors are at most 31 take O(n log
/// n) directly, others by Bluestein's algorithm; the relative error in the 2-norm grows like ε·log n. A plan never
/// changes, so threads may share it; scratch memory comes from the shared array pool.
/// </remarks>
public sealed unsafe class FftPlan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // One of the two is there: by the length's factors, or Bluestein's.
    private readonly BlockedFft<T>? _blocked;
    private readonly LaneTransform<T>? _transform;

    /// <summary>Makes the tables for transforms of <paramref name="length"/> points.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1 or above
    /// <see cref="FftSize.Largest"/>.</exception>
    public FftPlan(int length)
    {
        FftSize.Check(length, nameof(FftPlan<>), nameof(length));
        Length = length;
        if (LaneTransform<T>.Factors(length))
        {
            _blocked = new BlockedFft<T>(length);
        }
        else
        {
            _transform = LaneTransform<T>.Create(length);
        }
    }

    /// <summary>The number of points of a transform.</summary>
    public int Length { get; }

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
            Job job = new(inRe, inIm, outRe, outIm, lanes, scale) { Blocked = _blocked, Transform = _transform };
            long work = (long)Length * lanes * (BitOperations.Log2((uint)Length) + 1);
            WorkSplit.Run(LaneGroup.Count<T>(lanes), 1, work, threads, job, Job.Run);
        }
    }

    // Pointers, because a piece of work may run on another thread, where no span can follow.
    private readonly struct Job(T* xRe, T* xIm, T* yRe, T* yIm, int lanes, T scale)
    {
        private readonly T* _xRe = xRe;
        private readonly T* _xIm = xIm;
        private readonly T* _yRe = yRe;
        private readonly T* _yIm = yIm;
        private readonly int _lanes = lanes;
        private readonly T _scale = scale;

        internal BlockedFft<T>? Blocked { get; init; }

        internal LaneTransform<T>? Transform { get; init; }

        internal static void Run(Job job, int start, int end)
        {
            long points = job.Blocked is null
                ? job.Transform!.Points
                : (long)LaneGroup.MostBlocks<T>() * job.Blocked.MemoryPoints;
            T[] rented = ArrayPool<T>.Shared.Rent(LaneBlock.ScratchLength<T>(points));
            fixed (T* scratch = rented)
            {
                Lanes<T>* x = LaneBlock.Align(scratch);
                for (int index = start; index < end; index++)
                {
                    if (job.Blocked is { } blocked)
                    {
                        LaneGroup widest = LaneGroup.Widest<T>(index, job._lanes);
                        if (widest.IsWide<T>())
                        {
                            job.Run(blocked, (WideLanes<T>*)x, widest);
                        }
                        else
                        {
                            job.Run(blocked, x, widest);
                        }
                    }
                    else
                    {
                        LaneGroup group = LaneGroup.At<T>(index, job._lanes);
                        for (int block = 0; block < group.Blocks; block++)
                        {
                            int lane = group.First + (block * Vector<T>.Count);
                            job.Run(job.Transform!, x, lane, group.Width(block));
                        }
                    }
                }
            }

            ArrayPool<T>.Shared.Return(rented);
        }

        // Tiles are loaded for their passes, rows are stored, in order, while they are in the first-level cache.
        private void Run<TLanes>(BlockedFft<T> fft, TLanes* x, LaneGroup group)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int memory = fft.MemoryPoints;
            for (int column = 0; column < fft.Columns; column += fft.TileColumns)
            {
                int count = Math.Min(fft.TileColumns, fft.Columns - column);
                for (int row = 0; row < fft.Rows; row++)
                {
                    nint from = (((nint)row * fft.Columns) + column) * _lanes;
                    TLanes* points = x + ((nint)row * fft.RowStride) + column;
                    PlanarRows.Load(
                        _xRe + from + group.First, _xIm + from + group.First, _lanes, group, count, points, memory);
                }

                for (int block = 0; block < group.Blocks; block++)
                {
                    fft.ForwardTile(x + (block * memory), column, count, half: false);
                }
            }

            for (int row = 0; row < fft.Rows; row++)
            {
                for (int block = 0; block < group.Blocks; block++)
                {
                    fft.ForwardRow(x + (block * memory), row);
                }

                nint to = ((nint)fft.RowFrequency(row) * _lanes) + group.First;
                PlanarRows.Store(
                    x + ((nint)row * fft.RowStride), memory, fft.Order, _scale, _yRe + to, _yIm + to,
                    (nint)fft.Rows * _lanes, group);
            }
        }

        private void Run(LaneTransform<T> transform, Lanes<T>* x, int lane, int width)
        {
            LaneBlock.Load(_xRe + lane, _xIm + lane, transform.Length, _lanes, width, x);
            transform.Forward(x);
            LaneBlock.Store(x, transform.Order, _scale, _yRe + lane, _yIm + lane, _lanes, width);
        }
    }
}
