namespace Ssm.Kernels.Gpu;

/// <content>Convolution by transforms.</content>
/// <remarks>
/// Two sequences of the batch are the real and the imaginary part of one complex one: since filters are real, so they
/// stay through the whole convolution. What fits a group's memory is read and written once; longer ones go through
/// memory in steps, some channels at a time, so that scratch memory stays within bounds.
/// </remarks>
public sealed partial class GpuBackend<T>
{
    // Complex numbers of one scratch array: 128 MB in single precision.
    private const int ScratchPoints = 1 << 24;

    /// <inheritdoc/>
    public void FftConvolution(View<T> u, View<T> k, View<T> y, in ConvolutionShape shape)
    {
        CheckConvolution(u.Length, k.Length, shape, nameof(FftConvolution));
        Guard.Length(y.Length, u.Length, nameof(FftConvolution));
        ConvolveByTransforms(u, k, default, y, shape, nameof(FftConvolution));
    }

    /// <inheritdoc/>
    public void FftConvolutionAdjoint(
        View<T> u, View<T> k, View<T> dy, View<T> du, View<T> dk, in ConvolutionShape shape)
    {
        CheckConvolution(u.Length, k.Length, shape, nameof(FftConvolutionAdjoint));
        Guard.Length(dy.Length, u.Length, nameof(FftConvolutionAdjoint));
        ScanChecks.Optional(du.Length, u.Length, nameof(FftConvolutionAdjoint), nameof(du));
        ScanChecks.Optional(dk.Length, k.Length, nameof(FftConvolutionAdjoint), nameof(dk));
        CorrelateByTransforms(u, k, default, dy, du, dk, default, shape, nameof(FftConvolutionAdjoint));
    }

    // The filters of the future may be nothing.
    private void ConvolveByTransforms(
        View<T> u, View<T> past, View<T> future, View<T> y, in ConvolutionShape shape, string operation)
    {
        if (shape.Elements == 0 || shape.Width == 0)
        {
            Fill(y, T.Zero);
            return;
        }

        int points = ConvolutionPoints(shape, operation);
        int width = ChannelsAtOnce(shape, points, correlates: false);
        for (int start = 0; start < shape.Channels; start += width)
        {
            using GpuWork work = _device.Begin();
            int channels = Math.Min(width, shape.Channels - start);
            ComplexPlanes<T> spectra = Spectra(work, past, future, shape, points, start, channels);
            PairLayout pairs = SequencePairs(shape, start, channels);
            Convolve(
                work, new PairSource<T>(work.View(u), pairs), new SpectrumFactor<T>(spectra, channels, T.One),
                new PairTarget<T>(work.View(y), pairs, T.One / T.CreateTruncating(points)),
                new AxisShape((shape.Batch + 1) / 2, points, channels));
        }
    }

    // The gradients: of the inputs by the conjugate spectra of the filters, of the filters by those of the inputs.
    private void CorrelateByTransforms(
        View<T> u, View<T> past, View<T> future, View<T> dy, View<T> du, View<T> dPast, View<T> dFuture,
        in ConvolutionShape shape, string operation)
    {
        if (shape.Elements == 0 || shape.Width == 0)
        {
            Fill(du, T.Zero);
            Fill(dPast, T.Zero);
            Fill(dFuture, T.Zero);
            return;
        }

        int points = ConvolutionPoints(shape, operation);
        T scale = T.One / T.CreateTruncating(points);
        int width = ChannelsAtOnce(shape, points, correlates: !dPast.IsNothing);
        for (int start = 0; start < shape.Channels; start += width)
        {
            using GpuWork work = _device.Begin();
            int channels = Math.Min(width, shape.Channels - start);
            PairLayout pairs = SequencePairs(shape, start, channels);
            PairSource<T> gradient = new(work.View(dy), pairs);
            AxisShape lines = new((shape.Batch + 1) / 2, points, channels);
            if (!du.IsNothing)
            {
                ComplexPlanes<T> spectra = Spectra(work, past, future, shape, points, start, channels);
                Convolve(
                    work, gradient, new SpectrumFactor<T>(spectra, channels, -T.One),
                    new PairTarget<T>(work.View(du), pairs, scale), lines);
            }

            if (!dPast.IsNothing)
            {
                ComplexPlanes<T> sum = Correlation(work, new PairSource<T>(work.View(u), pairs), gradient, lines);
                TapsTarget<T> target = new(
                    work.View(dPast), work.View(dFuture), Math.Min(shape.Width, shape.Length), points, shape.Channels,
                    start, scale);
                Transform(
                    work, new PlanesSource<T>(new ComplexPlanes<T>(sum.Im, sum.Re), points, channels), target,
                    new AxisShape(1, points, channels), swaps: true);
            }
        }

        ClearTapsBeyond(dPast, shape);
        ClearTapsBeyond(dFuture, shape);
    }

    // Σ over the batch of the spectra of dy times the conjugates of those of u. Of two sequences in one, the real part
    // of the way back is the sum of both; what they have in common goes to the imaginary part, which is left out.
    private ComplexPlanes<T> Correlation(GpuWork work, PairSource<T> u, PairSource<T> gradient, in AxisShape lines)
    {
        ComplexPlanes<T> left = work.ComplexScratch<T>(lines.Count);
        ComplexPlanes<T> right = work.ComplexScratch<T>(lines.Count);
        int count = lines.Length * lines.Inner;
        ComplexPlanes<T> sum = work.ComplexScratch<T>(count);
        TransformInSteps(work, u, new PlanesTarget<T>(left, lines.Length, lines.Inner, T.One), lines);
        TransformInSteps(work, gradient, new PlanesTarget<T>(right, lines.Length, lines.Inner, T.One), lines);
        work.Launch(CorrelationKernels.Sum, work.Over(count), left, right, sum, lines.Outer, count);
        return sum;
    }

    // The spectra of some channels' filters, (points, channels).
    private ComplexPlanes<T> Spectra(
        GpuWork work, View<T> past, View<T> future, in ConvolutionShape shape, int points, int start, int channels)
    {
        ComplexPlanes<T> spectra = work.ComplexScratch<T>(points * channels);
        TapsSource<T> taps = new(
            work.View(past), work.View(future), Math.Min(shape.Width, shape.Length), points, shape.Channels, start);
        TransformInSteps(
            work, taps, new PlanesTarget<T>(spectra, points, channels, T.One), new AxisShape(1, points, channels));
        return spectra;
    }

    // A sequence, and the one that is half of the batch further on.
    private static PairLayout SequencePairs(in ConvolutionShape shape, int start, int channels)
    {
        int sequence = shape.Length * shape.Channels;
        int pairs = (shape.Batch + 1) / 2;
        return new PairLayout(start, channels, sequence, pairs * sequence)
        {
            OuterPairs = shape.Batch - pairs,
            Step = shape.Channels,
            Points = shape.Length,
        };
    }

    // Taps that reach no sample have no effect.
    private void ClearTapsBeyond(View<T> gradient, in ConvolutionShape shape)
    {
        if (shape.Width > shape.Length && !gradient.IsNothing)
        {
            int there = shape.Length * shape.Channels;
            Fill(gradient.Slice(there, gradient.Length - there), T.Zero);
        }
    }

    // Outputs before the first sample and behind the last one may overlap each other, but nothing else.
    private static int ConvolutionPoints(in ConvolutionShape shape, string operation)
    {
        FftSize.Check(shape.Length, operation, "shape.Length");
        int linear = shape.Length + Math.Min(shape.Length, shape.Width) - 1;
        FftSize.Check(linear, operation, "shape.Length + shape.Width - 1");
        return FftSize.GoodSize(linear);
    }

    // Where the spectra of the whole batch go through memory, of as many channels as a scratch array may hold.
    private static int ChannelsAtOnce(in ConvolutionShape shape, int points, bool correlates)
    {
        bool inMemory = correlates || points > GroupPoints;
        long numbers = inMemory ? (shape.Batch + 1L) / 2 * points : points;
        return (int)Math.Clamp(ScratchPoints / numbers, 1, shape.Channels);
    }

    private static void CheckConvolution(int u, int k, in ConvolutionShape shape, string operation)
    {
        Guard.AtLeast(shape.Batch, 0, operation, "shape.Batch");
        Guard.AtLeast(shape.Length, 0, operation, "shape.Length");
        Guard.AtLeast(shape.Channels, 0, operation, "shape.Channels");
        Guard.AtLeast(shape.Width, 0, operation, "shape.Width");
        Guard.Length(u, shape.Elements, operation);
        Guard.Length(k, shape.WeightElements, operation);
    }
}
