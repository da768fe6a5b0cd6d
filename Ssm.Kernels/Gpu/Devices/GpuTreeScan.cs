using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Runs scans by trees over tiles of time: for channels so few that threads share one.</summary>
internal static class GpuTreeScan
{
    // Fewer numbers than this side by side are less than memory delivers at once.
    private const int FewChannels = 8;

    // Below it most of a tile is empty.
    private const int LeastRows = 64;

    // Groups that keep a multiprocessor busy.
    private const int GroupsOfMultiprocessor = 8;

    // The most channels of a group are this part of its threads.
    private const int LeastThreads = 8;

    /// <summary>Whether a scan is run so.</summary>
    internal static bool Fits(in ScanWalk walk, ScanAlgorithm algorithm) =>
        algorithm == ScanAlgorithm.Blelloch || (algorithm == ScanAlgorithm.ByCost
            && walk.Channels <= FewChannels && walk.Rows >= LeastRows);

    /// <summary>All states; the arguments are those of <see cref="GpuScan"/>.</summary>
    internal static void Run<T, TNumber, TVary, TResets, TConjugate>(
        in GpuWork work, in ScanWalk walk, ComplexPlanes<T> a, ComplexPlanes<T> b, ComplexPlanes<T> start,
        ArrayView<int> resets, ComplexPlanes<T> h)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
        where TConjugate : struct, IChoice
    {
        int most = Math.Min(work.GroupThreads, ScanTreeKernels.MostThreads);
        int threads = 1 << BitOperations.Log2((uint)most);
        int channels = 1 << BitOperations.Log2((2 * (uint)walk.Channels) - 1);
        int lanes = Math.Min(channels, Math.Max(1, threads / LeastThreads));
        int blocks = (walk.Channels + lanes - 1) / lanes;
        ScanWalk w = walk.Cut(ChunkRows(work, walk, blocks, threads / lanes * ScanTreeKernels.ThreadRows));
        ComplexPlanes<T> ends = work.NoPlanes<T>(), products = ends;
        ArrayView<int> cuts = work.Nothing<int>();
        if (w.Chunks > 1)
        {
            int summaries = (w.Chunks - 1) * w.Lines;
            ends = GpuScan.Scratch<T, TNumber>(work, summaries);
            products = GpuScan.Scratch<T, TNumber>(work, TVary.Is ? summaries : w.Channels);
            cuts = TResets.Is ? work.Scratch<int>((w.Chunks - 1) * w.Batch) : cuts;
            work.Launch(
                ScanTreeKernels.Scan<T, TNumber, TVary, TResets, TConjugate, Yes>,
                work.Groups((w.Chunks - 1) * w.Batch * blocks, threads), w, lanes, a, b, start, ends, products, resets,
                cuts, h);
            GpuScan.Join<T, TNumber, TVary, TResets, TConjugate>(work, w, a, products, ends, cuts);
        }

        work.Launch(
            ScanTreeKernels.Scan<T, TNumber, TVary, TResets, TConjugate, No>,
            work.Groups(w.Chunks * w.Batch * blocks, threads), w, lanes, a, b, start, ends, products, resets, cuts, h);
    }

    // Whole tiles, and groups enough.
    private static int ChunkRows(in GpuWork work, in ScanWalk walk, int blocks, int tile)
    {
        long wanted = (long)work.Multiprocessors * GroupsOfMultiprocessor;
        long groups = (long)walk.Batch * blocks;
        int chunks = (int)Math.Max(1, wanted / groups);
        int rows = (walk.Rows + chunks - 1) / chunks;
        return (rows + tile - 1) / tile * tile;
    }
}
