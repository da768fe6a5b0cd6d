using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>Fused primitives of network layers, on rows of so many numbers.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void LayerNorm(
        View<T> x, View<T> w, View<T> b, View<T> y, View<T> mean, View<T> inverse, int width, T epsilon)
    {
        using GpuWork work = _device.Begin();
        RowSplit split = new(x.Length / width, width, work.GroupThreads);
        work.Launch(
            NormKernels.LayerNorm, Over(work, split), work.View(x), work.View(w), work.View(b), work.View(y),
            work.View(mean), work.View(inverse), split, T.CreateTruncating(width), epsilon);
    }

    /// <inheritdoc/>
    public void LayerNormAdjoint(
        View<T> x, View<T> w, View<T> mean, View<T> inverse, View<T> dy, View<T> dx, View<T> dw, View<T> db,
        int width)
    {
        using GpuWork work = _device.Begin();
        RowSplit split = new(x.Length / width, width, work.GroupThreads);
        ArrayView<T> xv = work.View(x), dyv = work.View(dy), mv = work.View(mean), iv = work.View(inverse);

        // Before dx, which may be the memory of dy.
        AxisShape rows = new(1, split.Rows, width);
        SumColumns(work, new NormWeightTerm<T>(dyv, xv, mv, iv, width), dw, rows);
        SumColumns(work, new ValueTerm<T>(dyv, width), db, rows);
        work.Launch(
            NormKernels.LayerNormAdjoint, Over(work, split), xv, work.View(w), mv, iv, dyv, work.View(dx), split,
            T.CreateTruncating(width));
    }

    /// <inheritdoc/>
    public void RmsNorm(View<T> x, View<T> w, View<T> y, View<T> inverse, int width, T epsilon, T offset)
    {
        using GpuWork work = _device.Begin();
        RowSplit split = new(x.Length / width, width, work.GroupThreads);
        work.Launch(
            NormKernels.RmsNorm, Over(work, split), work.View(x), work.View(w), work.View(y), work.View(inverse), split,
            T.CreateTruncating(width), epsilon, offset);
    }

    /// <inheritdoc/>
    public void RmsNormAdjoint(
        View<T> x, View<T> w, View<T> inverse, View<T> dy, View<T> dx, View<T> dw, int width, T offset)
    {
        using GpuWork work = _device.Begin();
        RowSplit split = new(x.Length / width, width, work.GroupThreads);
        ArrayView<T> xv = work.View(x), dyv = work.View(dy), iv = work.View(inverse);
        ArrayView<T> nothing = work.View(default(View<T>));
        SumColumns(work, new NormWeightTerm<T>(dyv, xv, nothing, iv, width), dw, new AxisShape(1, split.Rows, width));
        work.Launch(
            NormKernels.RmsNormAdjoint, Over(work, split), xv, work.View(w), iv, dyv, work.View(dx), split,
            T.CreateTruncating(width), offset);
    }

    /// <inheritdoc/>
    public void BatchNorm(View<T> x, View<T> w, View<T> b, View<T> y, View<T> mean, View<T> variance, T epsilon)
    {
        int width = mean.Length;
        AxisShape rows = new(1, x.Length / width, width);
        T count = T.CreateTruncating(Math.Max(1, rows.Length));
        using GpuWork work = _device.Begin();
        ArrayView<T> xv = work.View(x), mv = work.View(mean), vv = work.View(variance), scale = work.Scratch<T>(width);
        SumColumns(work, new ValueTerm<T>(xv, width), mean, rows);
        work.Launch(BatchNormKernels.Divide, work.Over(width), mv, count, width);
        SumColumns(work, new SquaredDistanceTerm<T>(xv, mv, width), variance, rows);
        work.Launch(BatchNormKernels.Divide, work.Over(width), vv, count, width);
        work.Launch(BatchNormKernels.Scales, work.Over(width), work.View(w), vv, scale, epsilon, width);
        work.Launch(
            BatchNormKernels.Normalize, work.Over(x.Length), xv, mv, scale, work.View(b), work.View(y),
            new Divisor(width), x.Length);
    }

    /// <inheritdoc/>
    public void BatchNormAdjoint(
        View<T> x, View<T> w, View<T> mean, View<T> variance, View<T> dy, View<T> dx, View<T> dw, View<T> db,
        T epsilon)
    {
        int width = mean.Length;
        AxisShape rows = new(1, x.Length / width, width);
        using GpuWork work = _device.Begin();
        ArrayView<T> xv = work.View(x), mv = work.View(mean), dyv = work.View(dy), scale = work.Scratch<T>(width);
        ArrayView<T> slope = work.Scratch<T>(width), shift = work.Scratch<T>(width);
        ArrayView<T> product = dw.IsNothing ? work.Scratch<T>(width) : work.View(dw);
        ArrayView<T> sum = db.IsNothing ? work.Scratch<T>(width) : work.View(db);
        SumColumns(work, new ValueTerm<T>(dyv, width), sum, rows);
        SumColumns(work, new CenteredProductTerm<T>(dyv, xv, mv, width), product, rows);
        work.Launch(
            BatchNormKernels.Slopes, work.Over(width), work.View(w), work.View(variance), sum, product, scale, slope,
            shift, epsilon, T.CreateTruncating(Math.Max(1, rows.Length)), width);
        if (!dx.IsNothing)
        {
            work.Launch(
                BatchNormKernels.InputGradient, work.Over(x.Length), dyv, xv, mv, scale, slope, shift, work.View(dx),
                new Divisor(width), x.Length);
        }
    }

    /// <inheritdoc/>
    public void Softmax(View<T> x, View<T> y, int width)
    {
        using GpuWork work = _device.Begin();
        RowSplit split = new(x.Length / width, width, work.GroupThreads);
        work.Launch(SoftmaxKernels.Softmax, Over(work, split), work.View(x), work.View(y), split);
    }

    /// <inheritdoc/>
    public void SoftmaxAdjoint(View<T> y, View<T> dy, View<T> dx, int width)
    {
        using GpuWork work = _device.Begin();
        RowSplit split = new(y.Length / width, width, work.GroupThreads);
        work.Launch(
            SoftmaxKernels.SoftmaxAdjoint, Over(work, split), work.View(y), work.View(dy), work.View(dx), split);
    }

    /// <inheritdoc/>
    public void LogSoftmax(View<T> x, View<T> y, int width)
    {
        using GpuWork work = _device.Begin();
        RowSplit split = new(x.Length / width, width, work.GroupThreads);
        work.Launch(SoftmaxKernels.LogSoftmax, Over(work, split), work.View(x), work.View(y), split);
    }

    /// <inheritdoc/>
    public void LogSoftmaxAdjoint(View<T> y, View<T> dy, View<T> dx, int width)
    {
        using GpuWork work = _device.Begin();
        RowSplit split = new(y.Length / width, width, work.GroupThreads);
        work.Launch(
            SoftmaxKernels.LogSoftmaxAdjoint, Over(work, split), work.View(y), work.View(dy), work.View(dx), split);
    }

    /// <inheritdoc/>
    /// <remarks>No device can throw: the loss of a row whose label is no class is no number.</remarks>
    public void CrossEntropy(View<T> logits, View<int> labels, View<T> loss, View<T> gradient, int width)
    {
        using GpuWork work = _device.Begin();
        RowSplit split = new(logits.Length / width, width, work.GroupThreads);
        work.Launch(
            SoftmaxKernels.CrossEntropy, Over(work, split), work.View(logits), work.View(labels), work.View(loss),
            work.View(gradient), split);
    }

    /// <inheritdoc/>
    public void Hits(View<T> logits, View<int> labels, View<T> hits, int width)
    {
        using GpuWork work = _device.Begin();
        HitTerm<T> term = new(work.View(logits), work.View(labels), width);
        ReduceRows<T, MinReduction<T>, HitTerm<T>>(work, term, work.View(hits), hits.Length, width);
    }

    private static KernelConfig Over(GpuWork work, RowSplit split) =>
        work.Groups(split.Groups(work.GroupThreads));

    // The sums of columns, if anybody wants them; of no rows, zeros.
    private static void SumColumns<TTerm>(GpuWork work, TTerm term, View<T> sums, in AxisShape shape)
        where TTerm : struct, ITerm<T>
    {
        if (!sums.IsNothing)
        {
            SumColumns(work, term, work.View(sums), shape);
        }
    }

    private static void SumColumns<TTerm>(GpuWork work, TTerm term, ArrayView<T> sums, in AxisShape shape)
        where TTerm : struct, ITerm<T>
    {
        if (shape.Length == 0)
        {
            work.Launch(FillKernels.Fill, work.Over(shape.Inner), sums, T.Zero, shape.Inner);
            return;
        }

        ReduceColumns<SumReduction<T>, TTerm>(work, term, sums, shape);
    }
}
