using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>Convolution by its definition.</content>
public sealed partial class GpuBackend<T>
{
    // The gradient of a kernel is summed in pieces no shorter than this, and in no more memory than so many signals.
    private const int CorrelationLeastSteps = 64;
    private const int CorrelationSignals = 2;

    /// <inheritdoc/>
    public void DirectConvolution(View<T> u, View<T> k, View<T> y, in ConvolutionShape shape)
    {
        CheckDirectConvolution(u, k, shape);
        Guard.Length(y.Length, shape.Elements, nameof(DirectConvolution));
        using GpuWork work = _device.Begin();
        Convolve(work, u, k, y, reversed: 0, shape);
    }

    /// <inheritdoc/>
    public void DirectConvolutionAdjoint(
        View<T> u, View<T> k, View<T> dy, View<T> du, View<T> dk, in ConvolutionShape shape)
    {
        CheckDirectConvolution(u, k, shape);
        Guard.Length(dy.Length, shape.Elements, nameof(DirectConvolution));
        ScanChecks.Optional(du.Length, shape.Elements, nameof(DirectConvolution), nameof(du));
        ScanChecks.Optional(dk.Length, shape.WeightElements, nameof(DirectConvolution), nameof(dk));
        using GpuWork work = _device.Begin();
        if (du.Length > 0)
        {
            Convolve(work, dy, k, du, reversed: 1, shape);
        }

        if (dk.Length > 0)
        {
            Correlate(work, u, dy, dk, shape);
        }
    }

    private static void Convolve(
        in GpuWork work, View<T> u, View<T> k, View<T> y, int reversed, in ConvolutionShape shape)
    {
        DirectConvolutionSizes sizes = new(shape, 1);
        int items = shape.Batch * ((shape.Length + 3) / 4) * shape.Channels;
        work.Launch(
            DirectConvolutionKernels.Convolve, work.Over(items), work.View(u), work.View(k), work.View(y), reversed,
            sizes);
    }

    private void Correlate(in GpuWork work, View<T> u, View<T> dy, View<T> dk, in ConvolutionShape shape)
    {
        // As many pieces as make the device busy, but no more than pay, nor than fit the bound on memory.
        long threads = (long)_device.EnoughGroups * _device.GroupThreads;
        long wanted = Math.Max(1, 4 * threads / Math.Max(1, (long)shape.WeightElements * shape.Batch));
        wanted = Math.Min(wanted, Math.Max(1, (long)CorrelationSignals * shape.Length / shape.Width));
        int steps = (int)Math.Max(CorrelationLeastSteps, (shape.Length + wanted - 1) / wanted);
        DirectConvolutionSizes sizes = new(shape, steps);
        ArrayView<T> result = work.View(dk);
        int some = sizes.Taps * sizes.Channels, pieces = sizes.Batch * sizes.Pieces;
        if (some < dk.Length)
        {
            // Taps beyond the length have no effect.
            int rest = dk.Length - some;
            work.Launch(FillKernels.Fill, work.Over(rest), result.SubView(some, rest), T.Zero, rest);
        }

        if (some > 0)
        {
            ArrayView<T> parts = work.Scratch<T>(checked(pieces * some));
            int items = checked(pieces * ((sizes.Taps + 3) / 4) * sizes.Channels);
            work.Launch(DirectConvolutionKernels.Correlate, work.Over(items), work.View(dy), work.View(u), parts, sizes);
            PieceSums.Add(work, parts, pieces, some, result, some);
        }
    }

    private static void CheckDirectConvolution(View<T> u, View<T> k, in ConvolutionShape shape)
    {
        Guard.AtLeast(shape.Batch, 0, nameof(DirectConvolution));
        Guard.AtLeast(shape.Length, 0, nameof(DirectConvolution));
        Guard.AtLeast(shape.Channels, 0, nameof(DirectConvolution));
        Guard.AtLeast(shape.Width, 0, nameof(DirectConvolution));
        Guard.Length(u.Length, shape.Elements, nameof(DirectConvolution));
        Guard.Length(k.Length, shape.WeightElements, nameof(DirectConvolution));
    }
}
