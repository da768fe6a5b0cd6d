using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>Rows added to rows of a table.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    /// <remarks>No device can throw: a row whose index is outside the table is added nowhere.</remarks>
    public void ScatterAdd(View<T> rows, View<int> indices, View<T> table, int width)
    {
        int count = indices.Length, entries = table.Length / Math.Max(width, 1);
        int length = Math.Max(SortKernels.Tile, (int)BitOperations.RoundUpToPowerOf2((uint)count));
        using GpuWork work = _device.Begin();
        ArrayView<ulong> keys = work.Scratch<ulong>(length);
        work.Launch(ScatterKernels.Keys, work.Over(length), work.View(indices), keys, entries, count, length);
        Sort(work, keys, length);
        int chunks = (count + ScatterKernels.Chunk - 1) / ScatterKernels.Chunk, sums = chunks * width;
        ArrayView<T> to = work.View(table), heads = work.Scratch<T>(sums), tails = work.Scratch<T>(sums);
        work.Launch(
            ScatterKernels.SumRuns, work.Over(sums), keys, work.View(rows), to, heads, tails, new Divisor(width), count,
            sums);
        if (chunks > 1)
        {
            work.Launch(
                ScatterKernels.JoinRuns, work.Over(sums), keys, to, heads, tails, new Divisor(width), chunks, sums);
        }
    }

    private static void Sort(GpuWork work, ArrayView<ulong> keys, int length)
    {
        KernelConfig tiles = work.Groups(length / SortKernels.Tile);
        work.Launch(SortKernels.SortTiles, tiles, keys);
        for (int run = 2 * SortKernels.Tile; run <= length; run *= 2)
        {
            for (int distance = run / 2; distance >= SortKernels.Tile; distance /= 2)
            {
                work.Launch(SortKernels.Compare, work.Over(length / 2), keys, distance, run, length / 2);
            }

            work.Launch(SortKernels.MergeTiles, tiles, keys, run);
        }
    }
}
