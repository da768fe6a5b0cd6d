using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>The short causal convolution.</content>
public sealed partial class GpuBackend<T>
{
    // Steps of one thread: enough to pay for the K − 1 inputs before them, and for a row of partial sums.
    private const int Conv1dLeastSteps = 16;
    private const int Conv1dLeastAdjointSteps = 64;
    private const int Conv1dMostSteps = 1024;

    /// <inheritdoc/>
    public void CausalConv1d(View<T> x, View<T> w, View<T> bias, View<T> previous, View<T> y, in ConvolutionShape shape)
    {
        CheckConv1d(x, w, previous, shape);
        ScanChecks.Optional(bias.Length, shape.Channels, nameof(CausalConv1d), nameof(bias));
        Guard.Length(y.Length, shape.Elements, nameof(CausalConv1d));
        using GpuWork work = _device.Begin();
        Conv1dOperands<T> operands = new(work.View(x), work.View(w), work.View(bias), work.View(previous));
        Conv1dPieces sizes = new(shape, Conv1dSteps(shape, Conv1dLeastSteps));
        Action<Conv1dOperands<T>, ArrayView<T>, Conv1dPieces> kernel = shape.Width switch
        {
            1 => Conv1dKernels.Forward<T, OneTap>,
            2 => Conv1dKernels.Forward<T, TwoTaps>,
            3 => Conv1dKernels.Forward<T, ThreeTaps>,
            4 => Conv1dKernels.Forward<T, FourTaps>,
            5 => Conv1dKernels.Forward<T, FiveTaps>,
            6 => Conv1dKernels.Forward<T, SixTaps>,
            7 => Conv1dKernels.Forward<T, SevenTaps>,
            _ => Conv1dKernels.Forward<T, EightTaps>,
        };
        work.Launch(kernel, work.Over(sizes.Items), operands, work.View(y), sizes);
    }

    /// <inheritdoc/>
    public void CausalConv1dAdjoint(
        View<T> x, View<T> w, View<T> previous, View<T> dy, View<T> dx, View<T> dw, View<T> dbias, View<T> dprevious,
        in ConvolutionShape shape)
    {
        CheckConv1d(x, w, previous, shape);
        Guard.Length(dy.Length, shape.Elements, nameof(CausalConv1d));
        ScanChecks.Optional(dx.Length, shape.Elements, nameof(CausalConv1d), nameof(dx));
        ScanChecks.Optional(dw.Length, shape.WeightElements, nameof(CausalConv1d), nameof(dw));
        ScanChecks.Optional(dbias.Length, shape.Channels, nameof(CausalConv1d), nameof(dbias));
        ScanChecks.Optional(dprevious.Length, shape.PreviousElements, nameof(CausalConv1d), nameof(dprevious));
        using GpuWork work = _device.Begin();
        ArrayView<T> nothing = work.View(default(View<T>));
        Conv1dOperands<T> operands = new(work.View(x), work.View(w), nothing, work.View(previous));
        Conv1dPieces sizes = new(shape, Conv1dSteps(shape, Conv1dLeastAdjointSteps));
        int rows = checked(sizes.Batch * sizes.Pieces), row = checked((shape.Width + 1) * shape.Channels);
        bool sums = dw.Length > 0 || dbias.Length > 0;
        ArrayView<T> parts = sums && rows > 0 ? work.Scratch<T>(checked(rows * row)) : nothing;
        Action<Conv1dOperands<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, Conv1dPieces> kernel = shape.Width switch
        {
            1 => Conv1dKernels.Adjoint<T, OneTap>,
            2 => Conv1dKernels.Adjoint<T, TwoTaps>,
            3 => Conv1dKernels.Adjoint<T, ThreeTaps>,
            4 => Conv1dKernels.Adjoint<T, FourTaps>,
            5 => Conv1dKernels.Adjoint<T, FiveTaps>,
            6 => Conv1dKernels.Adjoint<T, SixTaps>,
            7 => Conv1dKernels.Adjoint<T, SevenTaps>,
            _ => Conv1dKernels.Adjoint<T, EightTaps>,
        };
        if (sums || dx.Length > 0)
        {
            work.Launch(
                kernel, work.Over(sizes.Items), operands, work.View(dy), work.View(dx), parts, sizes);
        }

        if (dw.Length > 0)
        {
            PieceSums.Add(work, parts, rows, row, work.View(dw), dw.Length);
        }

        if (dbias.Length > 0)
        {
            ArrayView<T> biases = rows > 0 ? parts.SubView(shape.WeightElements) : parts;
            PieceSums.Add(work, biases, rows, row, work.View(dbias), dbias.Length);
        }

        work.Launch(
            Conv1dKernels.PreviousGradient, work.Over(dprevious.Length), operands, work.View(dy),
            work.View(dprevious), sizes);
    }

    private static void CheckConv1d(View<T> x, View<T> w, View<T> previous, in ConvolutionShape shape)
    {
        Guard.AtLeast(shape.Batch, 0, nameof(CausalConv1d));
        Guard.AtLeast(shape.Length, 0, nameof(CausalConv1d));
        Guard.AtLeast(shape.Channels, 0, nameof(CausalConv1d));
        if (shape.Width is < 1 or > ConvolutionShape.LargestWidth)
        {
            throw new ArgumentOutOfRangeException(
                nameof(shape),
                $"{nameof(CausalConv1d)}: 'width' is {shape.Width}, expected 1 to {ConvolutionShape.LargestWidth}; "
                + "use FftConvolution for longer filters.");
        }

        Guard.Length(x.Length, shape.Elements, nameof(CausalConv1d));
        Guard.Length(w.Length, shape.WeightElements, nameof(CausalConv1d));
        ScanChecks.Optional(previous.Length, shape.PreviousElements, nameof(CausalConv1d), nameof(previous));
    }

    // As few as the device needs to be busy, within bounds.
    private int Conv1dSteps(in ConvolutionShape shape, int least)
    {
        long threads = (long)_device.EnoughGroups * _device.GroupThreads, steps = shape.Elements / Math.Max(1, threads);
        return (int)Math.Clamp(steps, least, Conv1dMostSteps);
    }
}
