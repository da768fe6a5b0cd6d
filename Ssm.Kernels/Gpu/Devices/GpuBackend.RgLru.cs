using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>The recurrence of RG-LRU.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void RgLruRecurrence(
        in RgLruViews<T> operands, View<int> starts, SqrtOneMinusExp<T> root, View<T> h, in ScanShape shape)
    {
        CheckRgLru(operands, starts, shape);
        Guard.Length(h.Length, shape.Elements, nameof(RgLruRecurrence));
        if (shape.Elements == 0)
        {
            return;
        }

        using GpuWork work = _device.Begin();
        GatedSources<T> sources = Sources(work, operands, starts, root, shape);
        if (sources.Starts.IntLength > 0)
        {
            RgLruRecurrence<Yes>(work, sources, work.View(h), shape);
        }
        else
        {
            RgLruRecurrence<No>(work, sources, work.View(h), shape);
        }
    }

    /// <inheritdoc/>
    public void RgLruRecurrenceAdjoint(
        in RgLruViews<T> operands, View<int> starts, SqrtOneMinusExp<T> root, View<T> h, View<T> dh,
        in RgLruViews<T> gradients, in ScanShape shape)
    {
        CheckRgLru(operands, starts, shape);
        CheckRgLru(gradients, shape);
        Guard.Length(h.Length, shape.Elements, nameof(RgLruRecurrence));
        Guard.Length(dh.Length, shape.Elements, nameof(RgLruRecurrence));
        if (shape.Elements == 0)
        {
            Fill(gradients.Rate, T.Zero);
            Fill(gradients.Initial, T.Zero);
            return;
        }

        using GpuWork work = _device.Begin();
        GatedSources<T> sources = Sources(work, operands, starts, root, shape);
        if (sources.Starts.IntLength > 0)
        {
            RgLruRecurrenceAdjoint<Yes>(work, sources, work.View(h), work.View(dh), gradients, shape);
        }
        else
        {
            RgLruRecurrenceAdjoint<No>(work, sources, work.View(h), work.View(dh), gradients, shape);
        }
    }

    private static void RgLruRecurrence<TStarts>(
        in GpuWork work, in GatedSources<T> sources, ArrayView<T> h, in ScanShape shape)
        where TStarts : struct, IChoice
    {
        ScanWalk w = RgLruWalk(work, shape, reverse: false);
        ArrayView<T> ends = RgLruEnds<TStarts, No>(work, w, sources, work.Nothing<T>());
        work.Launch(GatedKernels.Forward<T, TStarts>, work.Over(w.Chunks * w.Lines), w, sources, ends, h);
    }

    private static void RgLruRecurrenceAdjoint<TStarts>(
        in GpuWork work, in GatedSources<T> sources, ArrayView<T> h, ArrayView<T> dh, in RgLruViews<T> gradients,
        in ScanShape shape)
        where TStarts : struct, IChoice
    {
        ScanWalk w = RgLruWalk(work, shape, reverse: true);
        ArrayView<T> ends = RgLruEnds<TStarts, Yes>(work, w, sources, dh);
        ArrayView<T> rates = work.Scratch<T>(checked(w.Chunks * w.Lines));
        GatedTargets<T> targets = new(
            work.View(gradients.X), work.View(gradients.RecurrenceGate), work.View(gradients.InputGate), rates,
            work.View(gradients.Initial));
        work.Launch(
            GatedAdjointKernels.Backward<T, TStarts>, work.Over(w.Chunks * w.Lines), w, sources, h, dh, ends, targets);
        GpuRowSums.Sum(work, rates, work.View(gradients.Rate), w.Chunks * w.Batch, w.Channels, T.One);
    }

    private static ScanWalk RgLruWalk(in GpuWork work, in ScanShape shape, bool reverse) =>
        ScanWalk.Of(shape, reverse, invariant: false).Cut(
            GpuScan.ChunkRows(work, shape.StateElements, shape.Length));

    // What is carried out of each chunk but the last.
    private static ArrayView<T> RgLruEnds<TStarts, TAdjoint>(
        in GpuWork work, in ScanWalk w, in GatedSources<T> sources, ArrayView<T> dh)
        where TStarts : struct, IChoice
        where TAdjoint : struct, IChoice
    {
        if (w.Chunks == 1)
        {
            return work.Nothing<T>();
        }

        int summaries = checked((w.Chunks - 1) * w.Lines);
        ArrayView<T> ends = work.Scratch<T>(summaries), products = work.Scratch<T>(summaries);
        ArrayView<int> cuts = TStarts.Is ? work.Scratch<int>((w.Chunks - 1) * w.Batch) : work.Nothing<int>();
        work.Launch(
            GatedKernels.Summarize<T, TStarts, TAdjoint>, work.Over(summaries), w, sources, dh, products, ends, cuts);
        GpuScan.Join<T, DeviceReal<T>, Yes, TStarts, No>(
            work, w, work.NoPlanes<T>(), new(products, work.Nothing<T>()), new(ends, work.Nothing<T>()), cuts);
        return ends;
    }

    private static GatedSources<T> Sources(
        in GpuWork work, in RgLruViews<T> views, View<int> starts, SqrtOneMinusExp<T> root, in ScanShape shape)
    {
        ArrayView<int> flags = work.View(starts);
        if (views.Begins)
        {
            ArrayView<int> all = work.Scratch<int>(shape.Batch * shape.Length);
            work.Launch(GatedKernels.Flag, work.Over(all.IntLength), flags, all, shape.Length);
            flags = all;
        }

        return new(
            work.View(views.X), work.View(views.RecurrenceGate), work.View(views.InputGate), work.View(views.Rate),
            work.View(views.Initial), flags, root);
    }

    private static void CheckRgLru(in RgLruViews<T> operands, View<int> starts, in ScanShape shape)
    {
        ScanChecks.Shape(shape, threads: 1, nameof(RgLruRecurrence));
        CheckRgLru(operands, shape);
        ScanChecks.Optional(
            starts.Length, checked(shape.Batch * shape.Length), nameof(RgLruRecurrence), nameof(starts));
    }

    private static void CheckRgLru(in RgLruViews<T> views, in ScanShape shape) => Kernels.RgLruRecurrence.Check(
        views.X.Length, views.RecurrenceGate.Length, views.InputGate.Length, views.Rate.Length, views.Initial.Length,
        shape);
}
