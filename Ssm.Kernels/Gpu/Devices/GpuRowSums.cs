using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Adds up partial results, a row from each piece of work.</summary>
internal static class GpuRowSums
{
    /// <summary>y[c] = scale · Σ_r x[r, c], or that added to y; the number of rows decides the order.</summary>
    internal static void Sum<T>(
        in GpuWork work, ArrayView<T> x, ArrayView<T> y, int rows, int columns, T scale, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        while (rows > RowSumKernels.Rows)
        {
            int blocks = (rows + RowSumKernels.Rows - 1) / RowSumKernels.Rows;
            ArrayView<T> sums = work.Scratch<T>(checked(blocks * columns));
            work.Launch(RowSumKernels.Sum, work.Over(blocks * columns), x, sums, rows, columns);
            (x, rows) = (sums, blocks);
        }

        work.Launch(RowSumKernels.Last, work.Over(columns), x, y, rows, columns, scale, keep ? 1 : 0);
    }

    /// <summary>The same of complex or real numbers; a plane that is not there is left out.</summary>
    internal static void Sum<T>(
        in GpuWork work, ComplexPlanes<T> x, ComplexPlanes<T> y, int rows, int columns, bool keep = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Sum(work, x.Re, y.Re, rows, columns, T.One, keep);
        if (y.Im.IntLength > 0)
        {
            Sum(work, x.Im, y.Im, rows, columns, T.One, keep);
        }
    }
}
