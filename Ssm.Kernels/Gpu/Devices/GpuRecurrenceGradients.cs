using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Runs the gradients of the constants of S4D's recurrence on a device.</summary>
internal static class GpuRecurrenceGradients
{
    // Rows that one thread adds up of a product.
    private const int ProductRows = 128;

    /// <summary>The gradients of ā, b̄ and c; arguments as in <see cref="RecurrenceGradientKernels"/>.</summary>
    internal static void Run<T>(
        in GpuWork work, in ScanWalk walk, in ModeSystem<T> system, ArrayView<T> u, ArrayView<T> dy,
        ComplexPlanes<T> start, ArrayView<int> resets, ComplexPlanes<T> dlast, in ModeSystem<T> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (!start.IsNothing, resets.IntLength > 0)
        {
            case (true, true):
                Run<T, Yes, Yes>(work, walk, system, u, dy, start, resets, dlast, gradients);
                break;
            case (true, false):
                Run<T, Yes, No>(work, walk, system, u, dy, start, resets, dlast, gradients);
                break;
            case (false, true):
                Run<T, No, Yes>(work, walk, system, u, dy, start, resets, dlast, gradients);
                break;
            default:
                Run<T, No, No>(work, walk, system, u, dy, start, resets, dlast, gradients);
                break;
        }
    }

    /// <summary>Σ u ȳ of each channel, over batch and time.</summary>
    internal static void Products<T>(
        in GpuWork work, in ScanWalk walk, ArrayView<T> u, ArrayView<T> dy, ArrayView<T> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ScanWalk w = walk.Cut(ProductRows);
        ArrayView<T> sums = work.Scratch<T>(checked(w.Chunks * w.Lines));
        work.Launch(RecurrenceGradientKernels.Products, work.Over(w.Chunks * w.Lines), w, u, dy, sums);
        GpuRowSums.Sum(work, sums, sum, w.Chunks * w.Batch, w.Channels, T.One);
    }

    private static void Run<T, TInitial, TResets>(
        in GpuWork work, in ScanWalk walk, in ModeSystem<T> system, ArrayView<T> u, ArrayView<T> dy,
        ComplexPlanes<T> start, ArrayView<int> resets, ComplexPlanes<T> dlast, in ModeSystem<T> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TInitial : struct, IChoice
        where TResets : struct, IChoice
    {
        int count = walk.Channels * system.Modes;
        ScanWalk w = GpuRecurrence.Cut(work, walk, system);
        ComplexPlanes<T> nothing = work.NoPlanes<T>();
        ModeGradients<T> ends = new(nothing, nothing, nothing), last = ends;
        if (w.Chunks > 1)
        {
            ends = Ends<T, TInitial, TResets>(work, w, system, u, start, resets);
        }

        if (!dlast.IsNothing)
        {
            last = new(nothing, work.ComplexScratch<T>(w.Batch * count), work.ComplexScratch<T>(w.Batch * count));
        }

        ModeGradients<T> sums = Scratch<T, TInitial>(work, checked(w.Chunks * w.Batch * count));
        work.Launch(
            RecurrenceGradientKernels.Sums<T, TInitial, TResets>, work.Over(w.Chunks * w.Lines * system.Slices), w,
            system, u, dy, start, resets, ends, sums, last);
        ModeGradients<T> totals = Scratch<T, TInitial>(work, count);
        int rows = w.Chunks * w.Batch;
        GpuRowSums.Sum(work, sums.ByB, totals.ByB, rows, count);
        GpuRowSums.Sum(work, sums.ByA, totals.ByA, rows, count);
        if (TInitial.Is)
        {
            GpuRowSums.Sum(work, sums.X, totals.X, rows, count);
        }

        work.Launch(
            RecurrenceGradientKernels.Combine<T, TInitial>, work.Over(count), system, totals, last, dlast, gradients.A,
            gradients.B, gradients.C, w.Batch, count);
    }

    private static ModeGradients<T> Ends<T, TInitial, TResets>(
        in GpuWork work, in ScanWalk w, in ModeSystem<T> system, ArrayView<T> u, ComplexPlanes<T> start,
        ArrayView<int> resets)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TInitial : struct, IChoice
        where TResets : struct, IChoice
    {
        int count = w.Channels * system.Modes, summaries = checked((w.Chunks - 1) * w.Batch * count);
        ModeGradients<T> ends = Scratch<T, TInitial>(work, summaries);
        ArrayView<int> cuts = TResets.Is ? work.Scratch<int>((w.Chunks - 1) * w.Batch) : work.Nothing<int>();
        ComplexPlanes<T> powers = work.ComplexScratch<T>(count);
        ScanWalk states = GpuRecurrence.OfStates(w, system);
        work.Launch(
            RecurrenceGradientKernels.EndStates<T, TInitial, TResets>,
            work.Over((w.Chunks - 1) * w.Lines * system.Slices), w, system, u, start, resets, ends, cuts);
        GpuScan.Join<T, DeviceComplex<T>, No, TResets, No>(work, states, system.A, powers, ends.ByB, cuts);
        if (TInitial.Is)
        {
            GpuScan.Join<T, DeviceComplex<T>, No, TResets, No>(work, states, system.A, powers, ends.X, cuts);
        }

        ComplexPlanes<T> through = TInitial.Is ? ends.X : ends.ByB;
        work.Launch(
            ScanKernels.Power<T, DeviceComplex<T>, No>, work.Over(count), system.A, w.ChunkRows - 1, powers, count);
        work.Launch(
            RecurrenceGradientKernels.Through<T, TResets>, work.Over(summaries), w, powers, through, ends.ByA, cuts,
            count, T.CreateChecked(w.ChunkRows));
        GpuScan.Join<T, DeviceComplex<T>, No, TResets, No>(work, states, system.A, powers, ends.ByA, cuts);
        return ends;
    }

    private static ModeGradients<T> Scratch<T, TInitial>(in GpuWork work, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TInitial : struct, IChoice => new(
            TInitial.Is ? work.ComplexScratch<T>(length) : work.NoPlanes<T>(), work.ComplexScratch<T>(length),
            work.ComplexScratch<T>(length));
}
