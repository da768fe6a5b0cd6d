using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The diagonal linear recurrence in parallel over time: the contract of <see cref="DiagonalScan"/>.</summary>
/// <remarks>
/// <para>
/// Three phases, over groups of chunks that stay in cache: (1) each chunk by itself finds the product of its factors
/// and the state that it ends in when it begins with zero; (2) Blelloch's tree turns these summaries into the true
/// state at each chunk's end; (3) each chunk runs again from the true state before it. Chunks are independent of
/// each other, so one long sequence keeps all threads busy, for about twice the arithmetic of
/// <see cref="DiagonalScan"/>: worth it for few sequences of few channels and many steps, and slower on one thread.
/// </para>
/// <para>
/// The chunks depend on the shape alone, so the bits are the same for any number of threads; they differ from those of
/// <see cref="DiagonalScan"/> by rounding. h may be exactly the memory of b. Products of factors are only multiplied,
/// never divided by, so strong decay underflows to zero harmlessly; factors above 1 in magnitude for hundreds of steps
/// overflow here earlier than in <see cref="DiagonalScan"/>, because products are formed without the states' small
/// inputs. Blelloch, "Prefix Sums and Their Applications", 1990, CMU-CS-90-190.
/// </para>
/// </remarks>
public static unsafe class BlellochScan
{
    /// <summary>Chunks that are summarised together.</summary>
    private const int ChunksPerGroup = 16;

    /// <summary>
    /// About how many numbers a chunk of all sequences has: a group of factors and inputs fits a large L2.
    /// </summary>
    private const int ChunkElements = 1 << 13;

    /// <summary>A summary costs a row of the tree: shorter chunks are not worth theirs.</summary>
    private const int SmallestChunk = 16;

    /// <summary>Complex h[t] = a[t] ⊙ h[t−1] + b[t].</summary>
    /// <inheritdoc cref="DiagonalScan.Forward{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, int)"/>
    public static void Forward<T>(
        ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> b, ReadOnlyPlanar<T> h0, Planar<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan<T, ComplexScanRows<T>>(a.Re, a.Im, b.Re, b.Im, h0.Re, h0.Im, h.Re, h.Im, shape, false, threads);

    /// <summary>Real h[t] = a[t] ⊙ h[t−1] + b[t].</summary>
    /// <inheritdoc cref="DiagonalScan.Forward{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, int)"/>
    public static void Forward<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> h0, Span<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan<T, RealScanRows<T>>(a, default, b, default, h0, default, h, default, shape, false, threads);

    /// <summary>Complex h[t] = a[t] ⊙ h[t+1] + b[t].</summary>
    /// <inheritdoc cref="DiagonalScan.Forward{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, int)"/>
    public static void Reverse<T>(
        ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> b, ReadOnlyPlanar<T> h0, Planar<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan<T, ComplexScanRows<T>>(a.Re, a.Im, b.Re, b.Im, h0.Re, h0.Im, h.Re, h.Im, shape, true, threads);

    /// <summary>Real h[t] = a[t] ⊙ h[t+1] + b[t].</summary>
    /// <inheritdoc cref="DiagonalScan.Forward{T}(
    ///     ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, ReadOnlyPlanar{T}, Planar{T}, ScanShape, int)"/>
    public static void Reverse<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> h0, Span<T> h, ScanShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan<T, RealScanRows<T>>(a, default, b, default, h0, default, h, default, shape, true, threads);

    private static void Scan<T, TRows>(
        ReadOnlySpan<T> aRe,
        ReadOnlySpan<T> aIm,
        ReadOnlySpan<T> bRe,
        ReadOnlySpan<T> bIm,
        ReadOnlySpan<T> h0Re,
        ReadOnlySpan<T> h0Im,
        Span<T> hRe,
        Span<T> hIm,
        ScanShape shape,
        bool reversed,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        ScanChecks.Shape(shape, threads, nameof(BlellochScan));
        Guard.Length(aRe.Length, shape.Elements, nameof(BlellochScan), "a");
        Guard.Length(bRe.Length, shape.Elements, nameof(BlellochScan), "b");
        Guard.Length(hRe.Length, shape.Elements, nameof(BlellochScan), "h");
        ScanChecks.Optional(h0Re.Length, shape.StateElements, nameof(BlellochScan), "h0");
        if (shape.Elements == 0)
        {
            return;
        }

        int state = shape.StateElements;
        int chunkRows = Math.Max(SmallestChunk, ChunkElements / state);
        int groupRows = chunkRows * ChunksPerGroup;
        int plane = checked(ChunksPerGroup * state);
        T[] summaries = ArrayPool<T>.Shared.Rent(checked(4 * plane));
        fixed (T* ar = aRe, ai = aIm, br = bRe, bi = bIm, sr = h0Re, si = h0Im, hr = hRe, hi = hIm, s = summaries)
        {
            ScanWork<T> scan = new()
            {
                A = new(ar, ai),
                B = new(br, bi),
                H0 = new(sr, si),
                H = new(hr, hi),
                Shape = shape,
                Reversed = reversed,
                Invariant = false,
            };
            for (int start = 0; start < shape.Length; start += groupRows)
            {
                Group<T, TRows>(
                    new()
                    {
                        Scan = scan,
                        ChunkRows = chunkRows,
                        Start = start,
                        Rows = Math.Min(groupRows, shape.Length - start),
                        Products = new(s, s + plane),
                        States = new(s + (2 * plane), s + (3 * plane)),
                    },
                    threads);
            }
        }

        ArrayPool<T>.Shared.Return(summaries);
    }

    private static void Group<T, TRows>(BlellochWork<T> work, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        ScanShape shape = work.Scan.Shape;
        long numbers = (long)TRows.Planes * work.Rows * shape.StateElements;

        // Nobody begins where the last chunk ends, so it needs no summary.
        int summaries = work.Chunks - 1;
        if (summaries > 0)
        {
            WorkSplit.Run(shape.Batch * summaries, 1, 4 * numbers, threads, work, Summarize<T, TRows>);
            BlellochTree.InclusiveScan<T, TRows>(
                work.Products, work.States, summaries, new(shape.StateElements, Vector<T>.Count, descending: false));
        }

        WorkSplit.Run(shape.Batch * work.Chunks, 1, 2 * numbers, threads, work, Finish<T, TRows>);
    }

    private static void Summarize<T, TRows>(BlellochWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        ScanWork<T> scan = work.Scan;
        LaneWalk walk = new(scan.Shape.Channels, Vector<T>.Count, scan.Reversed);
        for (int piece = start; piece < end; piece++)
        {
            // The last of the chunks has no summary, so there is one fewer to a sequence than chunks.
            (int batch, int chunk) = Math.DivRem(piece, work.Chunks - 1);
            nint at = scan.First(batch, 0) + ((work.Start + ((nint)chunk * work.ChunkRows)) * scan.Step);
            nint summary = work.Summary(chunk, batch);
            PlanePointers<T> product = work.Products.At(summary);
            if (chunk == 0)
            {
                // The first chunk begins with the true state, so what comes before it has no say any more.
                TRows.Clear(walk, product);
            }

            ScanLoop.Summarize<T, TRows, PlainGate<T>>(
                scan.A.At(at),
                scan.B.At(at),
                scan.Step,
                work.ChunkRows,
                chunk == 0 ? work.Before(batch) : default,
                chunk == 0 ? default : product,
                work.States.At(summary),
                walk);
        }
    }

    private static void Finish<T, TRows>(BlellochWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
    {
        ScanWork<T> scan = work.Scan;
        LaneWalk walk = new(scan.Shape.Channels, Vector<T>.Count, scan.Reversed);
        for (int piece = start; piece < end; piece++)
        {
            (int batch, int chunk) = Math.DivRem(piece, work.Chunks);
            int row = chunk * work.ChunkRows;
            nint at = scan.First(batch, 0) + ((work.Start + (nint)row) * scan.Step);
            ScanLoop.Recur<T, TRows, PlainGate<T>>(
                scan.A.At(at),
                scan.Step,
                scan.B.At(at),
                scan.H.At(at),
                scan.Step,
                Math.Min(work.ChunkRows, work.Rows - row),
                chunk == 0 ? work.Before(batch) : work.States.At(work.Summary(chunk - 1, batch)),
                walk);
        }
    }
}
