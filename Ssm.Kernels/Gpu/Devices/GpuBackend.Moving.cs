using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>Primitives that move numbers without computing.</content>
public sealed partial class GpuBackend<T>
{
    // Narrower matrices are turned over without shared memory.
    private const int LeastToTile = 8;

    /// <inheritdoc/>
    public void CopyRows(View<T> from, View<T> to, in RowCopy shape)
    {
        int count = shape.Rows * shape.Width;
        using GpuWork work = _device.Begin();
        work.Launch(
            MovingKernels.CopyRows, work.Over(count), work.View(from), work.View(to), new Divisor(shape.Width),
            shape.FromStride, shape.ToStride, count);
    }

    /// <inheritdoc/>
    public void Permute(View<T> x, View<T> y, ReadOnlySpan<int> sizes, ReadOnlySpan<int> order)
    {
        MergedPermutation plan = MergedPermutation.Create(sizes, order);
        using GpuWork work = _device.Begin();
        ArrayView<T> from = work.View(x), to = work.View(y);
        if (plan.IsTransposition && Math.Min(plan.Rows, plan.Columns) >= LeastToTile)
        {
            int down = TilesOf(plan.Rows), across = TilesOf(plan.Columns);
            work.Launch(
                TransposeKernels.Transpose, work.Groups(plan.Batch * down * across), from, to, plan.Rows, plan.Columns,
                new Divisor(down), new Divisor(across));
            return;
        }

        for (int part = 0; part < plan.Parts; part++)
        {
            work.Launch(
                MovingKernels.Permute, work.Over(plan.PartLength), from.SubView(plan.PartOffset(part)),
                to.SubView(part * plan.PartLength), plan.Strides, plan.Second, plan.Third, plan.Fourth,
                plan.PartLength);
        }
    }

    /// <inheritdoc/>
    public void Flip(View<T> x, View<T> y, in AxisShape shape)
    {
        using GpuWork work = _device.Begin();
        work.Launch(
            MovingKernels.Flip, work.Over(shape.Count), work.View(x), work.View(y), new Divisor(shape.Length),
            new Divisor(shape.Inner), shape.Count);
    }

    /// <inheritdoc/>
    /// <remarks>No device can throw: a row whose index is outside the table is filled with what is no number.</remarks>
    public void Gather(View<T> table, View<int> indices, View<T> y, int width)
    {
        using GpuWork work = _device.Begin();
        work.Launch(
            MovingKernels.Gather, work.Over(y.Length), work.View(table), work.View(indices), work.View(y),
            new Divisor(width), table.Length / Math.Max(width, 1), y.Length);
    }

    private static int TilesOf(int length) => (length + TransposeKernels.Tile - 1) / TransposeKernels.Tile;
}
