using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Runs scans on a device: how time is cut, and which kernels are started.</summary>
internal static class GpuScan
{
    // Threads that keep a multiprocessor's memory busy, each with some steps on their way.
    private const int ThreadsOfMultiprocessor = 1024;

    // With half of them it is not worth to read everything twice.
    private const int Enough = 2;

    // Chunks are no shorter, or joining them costs as much as what they save.
    private const int LeastRows = 32;
    private const int Unrolled = 4;

    /// <summary>All states of a recurrence.</summary>
    /// <param name="work">The device.</param>
    /// <param name="walk">How it goes through its arrays.</param>
    /// <param name="a">Factors.</param>
    /// <param name="b">What is added; may be h.</param>
    /// <param name="start">(B, C), or nothing.</param>
    /// <param name="resets">Flags, or nothing.</param>
    /// <param name="h">The states.</param>
    /// <param name="algorithm">How time is cut.</param>
    internal static void Run<T, TNumber>(
        in GpuWork work, in ScanWalk walk, ComplexPlanes<T> a, ComplexPlanes<T> b, ComplexPlanes<T> start,
        ArrayView<int> resets, ComplexPlanes<T> h, ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
    {
        switch (walk.FactorStep != 0, resets.IntLength > 0)
        {
            case (true, true):
                Run<T, TNumber, Yes, Yes>(work, walk, a, b, start, resets, h, algorithm);
                break;
            case (true, false):
                Run<T, TNumber, Yes, No>(work, walk, a, b, start, resets, h, algorithm);
                break;
            case (false, true):
                Run<T, TNumber, No, Yes>(work, walk, a, b, start, resets, h, algorithm);
                break;
            default:
                Run<T, TNumber, No, No>(work, walk, a, b, start, resets, h, algorithm);
                break;
        }
    }

    /// <summary>All gradients of a recurrence.</summary>
    /// <param name="work">The device.</param>
    /// <param name="walk">How the recurrence went.</param>
    /// <param name="a">Factors.</param>
    /// <param name="h">States.</param>
    /// <param name="h0">(B, C), or nothing.</param>
    /// <param name="dh">The gradients of the states; may be db.</param>
    /// <param name="resets">Flags, or nothing.</param>
    /// <param name="db">What is added to the states has the gradient λ.</param>
    /// <param name="da">Like a, or nothing.</param>
    /// <param name="dh0">(B, C), or nothing.</param>
    /// <param name="algorithm">How time is cut.</param>
    /// <param name="keep">Whether a sum is added to what da holds.</param>
    internal static void Adjoint<T, TNumber>(
        in GpuWork work, in ScanWalk walk, ComplexPlanes<T> a, ComplexPlanes<T> h, ComplexPlanes<T> h0,
        ComplexPlanes<T> dh, ArrayView<int> resets, ComplexPlanes<T> db, ComplexPlanes<T> da, ComplexPlanes<T> dh0,
        ScanAlgorithm algorithm = ScanAlgorithm.ByCost, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
    {
        AdjointArrays<T> arrays = new(a, h, h0, dh, db, da, dh0, resets, algorithm, keep);
        ScanWalk w = walk.Adjoint;
        switch (walk.FactorStep != 0, resets.IntLength > 0)
        {
            case (true, true):
                Adjoint<T, TNumber, Yes, Yes>(work, w, arrays);
                break;
            case (true, false):
                Adjoint<T, TNumber, Yes, No>(work, w, arrays);
                break;
            case (false, true):
                Adjoint<T, TNumber, No, Yes>(work, w, arrays);
                break;
            default:
                Adjoint<T, TNumber, No, No>(work, w, arrays);
                break;
        }
    }

    /// <summary>How many rows make a chunk: by the shape and the device, so that enough threads have one.</summary>
    internal static int ChunkRows(in GpuWork work, int lines, int rows)
    {
        long wanted = (long)work.Multiprocessors * ThreadsOfMultiprocessor;
        if (rows < 2 * LeastRows || (long)lines * Enough >= wanted)
        {
            return rows;
        }

        int chunks = (int)((wanted + lines - 1) / lines);
        return Math.Max(LeastRows, Rounded(rows, chunks));
    }

    /// <summary>The scan over chunks, in place on their ends: afterwards these are the true ones.</summary>
    internal static void Join<T, TNumber, TVary, TResets, TConjugate>(
        in GpuWork work, in ScanWalk w, ComplexPlanes<T> a, ComplexPlanes<T> products, ComplexPlanes<T> ends,
        ArrayView<int> cuts)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
        where TConjugate : struct, IChoice
    {
        if (!TVary.Is)
        {
            work.Launch(
                ScanKernels.Power<T, TNumber, TConjugate>, work.Over(w.Channels), a, w.ChunkRows, products,
                w.Channels);
        }

        ScanWalk over = ScanWalk.Of(new ScanShape(w.Batch, w.Chunks - 1, w.Channels), reverse: false, !TVary.Is);
        Run<T, TNumber, TVary, TResets>(
            work, over, products, ends, work.NoPlanes<T>(), cuts, ends, ScanAlgorithm.ByCost);
    }

    // The planes of real numbers and of complex ones.
    internal static ComplexPlanes<T> Scratch<T, TNumber>(in GpuWork work, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber> =>
        TNumber.Planes == 1 ? new(work.Scratch<T>(length), work.Nothing<T>()) : work.ComplexScratch<T>(length);

    private static void Run<T, TNumber, TVary, TResets>(
        in GpuWork work, in ScanWalk walk, ComplexPlanes<T> a, ComplexPlanes<T> b, ComplexPlanes<T> start,
        ArrayView<int> resets, ComplexPlanes<T> h, ScanAlgorithm algorithm)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
    {
        if (GpuTreeScan.Fits(walk, algorithm))
        {
            GpuTreeScan.Run<T, TNumber, TVary, TResets, No>(work, walk, a, b, start, resets, h);
            return;
        }

        ScanWalk w = Plan(work, walk, algorithm);
        ComplexPlanes<T> ends = work.NoPlanes<T>();
        if (w.Chunks > 1)
        {
            ends = Ends<T, TNumber, TVary, TResets, No>(work, w, a, b, start, resets);
        }

        work.Launch(
            ScanKernels.Finish<T, TNumber, TVary, TResets>, work.Over(w.Chunks * w.Lines), w, a, b, start, ends, resets,
            h);
    }

    private static void Adjoint<T, TNumber, TVary, TResets>(
        in GpuWork work, in ScanWalk walk, in AdjointArrays<T> arrays)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
    {
        if (GpuTreeScan.Fits(walk, arrays.Algorithm))
        {
            GpuTreeScan.Run<T, TNumber, TVary, TResets, Yes>(
                work, walk, arrays.A, arrays.Dh, work.NoPlanes<T>(), arrays.Resets, arrays.Db);
            Gradients<T, TNumber, TVary, TResets>(work, walk, arrays);
            return;
        }

        ScanWalk w = Plan(work, walk, arrays.Algorithm);
        ComplexPlanes<T> ends = work.NoPlanes<T>();
        if (w.Chunks > 1)
        {
            ends = Ends<T, TNumber, TVary, TResets, Yes>(
                work, w, arrays.A, arrays.Dh, work.NoPlanes<T>(), arrays.Resets);
        }

        if (arrays.Da.IsNothing)
        {
            FinishAdjoint<T, TNumber, TVary, TResets, No>(work, w, arrays, ends, arrays.Da);
            return;
        }

        ComplexPlanes<T> da = TVary.Is ? arrays.Da : Scratch<T, TNumber>(work, checked(w.Chunks * w.Lines));
        FinishAdjoint<T, TNumber, TVary, TResets, Yes>(work, w, arrays, ends, da);
        if (!TVary.Is)
        {
            GpuRowSums.Sum(work, da, arrays.Da, w.Chunks * w.Batch, w.Channels, arrays.Keep);
        }
    }

    // What the tree leaves to do: each row by itself.
    private static void Gradients<T, TNumber, TVary, TResets>(
        in GpuWork work, in ScanWalk walk, in AdjointArrays<T> arrays)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
    {
        if (!arrays.Da.IsNothing)
        {
            int chunks = TVary.Is ? walk.Rows : (walk.Rows + LeastRows - 1) / LeastRows;
            ScanWalk w = walk with { Chunks = chunks };
            ComplexPlanes<T> da = TVary.Is ? arrays.Da : Scratch<T, TNumber>(work, checked(chunks * w.Lines));
            work.Launch(
                ScanGradientKernels.Factors<T, TNumber, TVary, TResets>, work.Over(chunks * w.Lines), w, arrays.H,
                arrays.H0, arrays.Db, arrays.Resets, da);
            if (!TVary.Is)
            {
                GpuRowSums.Sum(work, da, arrays.Da, chunks * w.Batch, w.Channels, arrays.Keep);
            }
        }

        if (!arrays.Dh0.IsNothing)
        {
            work.Launch(
                ScanGradientKernels.Initial<T, TNumber, TResets>, work.Over(walk.Lines), walk, arrays.A, arrays.Db,
                arrays.Resets, arrays.Dh0);
        }
    }

    private static void FinishAdjoint<T, TNumber, TVary, TResets, TGradient>(
        in GpuWork work, in ScanWalk w, in AdjointArrays<T> arrays, ComplexPlanes<T> ends, ComplexPlanes<T> da)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
        where TGradient : struct, IChoice => work.Launch(
            ScanAdjointKernels.Finish<T, TNumber, TVary, TResets, TGradient>, work.Over(w.Chunks * w.Lines), w,
            arrays.A, arrays.H, arrays.H0, arrays.Dh, ends, arrays.Resets, arrays.Db, da, arrays.Dh0);

    private static ComplexPlanes<T> Ends<T, TNumber, TVary, TResets, TConjugate>(
        in GpuWork work, in ScanWalk w, ComplexPlanes<T> a, ComplexPlanes<T> b, ComplexPlanes<T> start,
        ArrayView<int> resets)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
        where TConjugate : struct, IChoice
    {
        int summaries = (w.Chunks - 1) * w.Lines;
        ComplexPlanes<T> ends = Scratch<T, TNumber>(work, summaries);
        ComplexPlanes<T> products = Scratch<T, TNumber>(work, TVary.Is ? summaries : w.Channels);
        ArrayView<int> cuts = TResets.Is ? work.Scratch<int>((w.Chunks - 1) * w.Batch) : work.Nothing<int>();
        work.Launch(
            ScanKernels.Summarize<T, TNumber, TVary, TResets, TConjugate>, work.Over(summaries), w, a, b, start, resets,
            products, ends, cuts);
        Join<T, TNumber, TVary, TResets, TConjugate>(work, w, a, products, ends, cuts);
        return ends;
    }

    private static ScanWalk Plan(in GpuWork work, in ScanWalk walk, ScanAlgorithm algorithm)
    {
        int rows = algorithm switch
        {
            ScanAlgorithm.Diagonal => walk.Rows,
            ScanAlgorithm.Chunked => Math.Min(
                ChunkRows(work, walk.Lines, walk.Rows), Math.Max(LeastRows, Rounded(walk.Rows, 2))),
            _ => ChunkRows(work, walk.Lines, walk.Rows),
        };
        return walk.Cut(rows);
    }

    // The rows of each of so many chunks, in whole steps of the loops.
    private static int Rounded(int rows, int chunks) =>
        (((rows + chunks - 1) / chunks) + Unrolled - 1) / Unrolled * Unrolled;

    private readonly struct AdjointArrays<T>(
        ComplexPlanes<T> a, ComplexPlanes<T> h, ComplexPlanes<T> h0, ComplexPlanes<T> dh, ComplexPlanes<T> db,
        ComplexPlanes<T> da, ComplexPlanes<T> dh0, ArrayView<int> resets, ScanAlgorithm algorithm, bool keep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal readonly ComplexPlanes<T> A = a;
        internal readonly ComplexPlanes<T> H = h;
        internal readonly ComplexPlanes<T> H0 = h0;
        internal readonly ComplexPlanes<T> Dh = dh;
        internal readonly ComplexPlanes<T> Db = db;
        internal readonly ComplexPlanes<T> Da = da;
        internal readonly ComplexPlanes<T> Dh0 = dh0;
        internal readonly ArrayView<int> Resets = resets;
        internal readonly ScanAlgorithm Algorithm = algorithm;
        internal readonly bool Keep = keep;
    }
}
