namespace Ssm.Kernels.Gpu;

/// <content>Transforms.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void Fft(ComplexView<T> x, ComplexView<T> y, in AxisShape shape)
    {
        CheckTransform(x.Length, y.Length, shape, shape.Length, nameof(Fft));
        using GpuWork work = _device.Begin();
        Transform(work, work.View(x), work.View(y), shape, T.One);
    }

    /// <inheritdoc/>
    public void InverseFft(ComplexView<T> x, ComplexView<T> y, in AxisShape shape)
    {
        CheckTransform(x.Length, y.Length, shape, shape.Length, nameof(InverseFft));
        using GpuWork work = _device.Begin();
        ComplexPlanes<T> from = work.View(x), to = work.View(y);

        // With real and imaginary part exchanged before and behind it, a transform is its inverse.
        Transform(
            work, new ComplexPlanes<T>(from.Im, from.Re), new ComplexPlanes<T>(to.Im, to.Re), shape,
            T.One / T.CreateTruncating(shape.Length));
    }

    /// <inheritdoc/>
    public void RealFft(View<T> x, ComplexView<T> y, in AxisShape shape)
    {
        int bins = (shape.Length / 2) + 1;
        CheckTransform(x.Length, y.Length, shape, bins, nameof(RealFft));
        if (x.Length == 0)
        {
            return;
        }

        using GpuWork work = _device.Begin();
        AxisShape pairs = Pairs(shape);
        ComplexPlanes<T> spectra = work.ComplexScratch<T>(pairs.Count);
        Transform(
            work, new PairSource<T>(work.View(x), Pairs(shape, shape.Length)),
            new PlanesTarget<T>(spectra, pairs.Length, pairs.Inner, T.One), pairs);
        int count = pairs.Outer * bins * pairs.Inner;
        work.Launch(
            RealFftKernels.Split, work.Over(count), spectra, work.View(y), Pairs(shape, bins), shape.Length,
            pairs.Inner, count);
    }

    /// <inheritdoc/>
    public void InverseRealFft(ComplexView<T> x, View<T> y, in AxisShape shape)
    {
        int bins = (shape.Length / 2) + 1;
        CheckTransform(y.Length, x.Length, shape, bins, nameof(InverseRealFft));
        if (y.Length == 0)
        {
            return;
        }

        using GpuWork work = _device.Begin();
        HermitianSource<T> source = new(work.View(x), Pairs(shape, bins) with { Points = shape.Length });
        PairTarget<T> target = new(
            work.View(y), Pairs(shape, shape.Length), T.One / T.CreateTruncating(shape.Length));
        Transform(
            work, source, target, Pairs(shape), swaps: true);
    }

    private void Transform(
        GpuWork work, ComplexPlanes<T> from, ComplexPlanes<T> to, in AxisShape shape, T scale)
    {
        if (shape.Outer > 0 && shape.Inner > 0)
        {
            Transform(
                work, new PlanesSource<T>(from, shape.Length, shape.Inner),
                new PlanesTarget<T>(to, shape.Length, shape.Inner, scale), shape);
        }
    }

    // The complex lines of which each holds two real ones: neighbours that are half of all inner, or outer, ones apart.
    private static AxisShape Pairs(in AxisShape shape) => shape.Inner > 1
        ? shape with { Inner = (shape.Inner + 1) / 2 }
        : shape with { Outer = (shape.Outer + 1) / 2 };

    // Where those lie when a line has so many points.
    private static PairLayout Pairs(in AxisShape shape, int points)
    {
        AxisShape pairs = Pairs(shape);
        int line = points * shape.Inner;
        return shape.Inner > 1
            ? new PairLayout(0, pairs.Inner, line, pairs.Inner)
            {
                InnerPairs = shape.Inner - pairs.Inner,
                Step = shape.Inner,
                Points = points,
            }
            : new PairLayout(0, 1, line, pairs.Outer * line)
            {
                OuterPairs = shape.Outer - pairs.Outer,
                Points = points,
            };
    }

    // The real or whole lines, and those of the transforms, which may have another number of points.
    private static void CheckTransform(int lines, int transforms, in AxisShape shape, int points, string operation)
    {
        Guard.AtLeast(shape.Outer, 0, operation, "shape.Outer");
        Guard.AtLeast(shape.Inner, 0, operation, "shape.Inner");
        FftSize.Check(shape.Length, operation, "shape.Length");
        Guard.Length(lines, checked(shape.Outer * shape.Length * shape.Inner), operation);
        Guard.Length(transforms, checked(shape.Outer * points * shape.Inner), operation);
    }
}
