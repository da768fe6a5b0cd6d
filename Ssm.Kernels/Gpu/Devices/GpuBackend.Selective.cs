using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>The selective scan.</content>
public sealed partial class GpuBackend<T>
{
    // Threads that hold a channel's states each: more than these for every multiprocessor do not run at once.
    private int ScanThreads => _device.EnoughGroups * SelectiveBack.Threads;

    // The adjoint of a state needs about 25 registers at its busiest, of 255; complex exponentials take much code.
    private static int MostStatesBack<TNumber>()
        where TNumber : unmanaged, IStateNumber<T, TNumber> =>
        TNumber.Planes == 1 && typeof(T) == typeof(float) ? 8 : 4;

    private static int MostStates<TNumber>()
        where TNumber : unmanaged, IStateNumber<T, TNumber> => TNumber.Planes == 1 ? 16 : 4;

    /// <inheritdoc/>
    public void SelectiveScan(
        in SelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> y, View<T> final, View<T> carries,
        in SelectiveScanShape shape)
    {
        CheckSelective(nameof(SelectiveScan), operands, resets, shape);
        Guard.Length(y.Length, shape.Elements, nameof(SelectiveScan));
        ScanChecks.Optional(final.Length, shape.StateElements, nameof(SelectiveScan), nameof(final));
        ScanChecks.Optional(carries.Length, shape.CarryElements, nameof(SelectiveScan), nameof(carries));
        using GpuWork work = _device.Begin();
        SelectiveForward<RealState<T>>(
            work, Sources(work, operands, resets), Real(work, operands.Initial), softplus, work.View(y),
            Real(work, final), Real(work, carries), shape);
    }

    /// <inheritdoc/>
    public void SelectiveScanAdjoint(
        in SelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> carries, View<T> dy,
        View<T> dfinal, in SelectiveScanViews<T> gradients, in SelectiveScanShape shape)
    {
        CheckSelective(nameof(SelectiveScan), operands, resets, shape);
        Guard.Length(carries.Length, shape.CarryElements, nameof(SelectiveScan));
        Guard.Length(dy.Length, shape.Elements, nameof(SelectiveScan));
        ScanChecks.Optional(dfinal.Length, shape.StateElements, nameof(SelectiveScan), nameof(dfinal));
        CheckSelectiveGradients(nameof(SelectiveScan), gradients, shape);
        using GpuWork work = _device.Begin();
        SelectiveBackward<RealState<T>>(
            work, Sources(work, operands, resets), softplus, Real(work, carries), work.View(dy), Real(work, dfinal),
            Sources(work, gradients, default), Real(work, gradients.Initial), shape);
    }

    private void SelectiveForward<TNumber>(
        in GpuWork work, SelectiveSources<T> sources, ComplexPlanes<T> initial, bool softplus, ArrayView<T> y,
        ComplexPlanes<T> final, ComplexPlanes<T> carries, in SelectiveScanShape shape)
        where TNumber : unmanaged, IStateNumber<T, TNumber>
    {
        if (shape.States == 0)
        {
            int count = shape.Elements;
            work.Launch(SelectiveKernels.Stateless, work.Over(count), sources, y, shape.Channels, count);
            return;
        }

        SelectivePasses passes = new(shape, softplus, MostStates<TNumber>(), ScanThreads);
        ChunkBorders<T> borders = new(work, passes.From(0), TNumber.Planes);
        SelectiveForwardJob<T, TNumber> job = new(sources, initial, y, final, carries, borders, shape);
        passes.Run<T, TNumber, SelectiveForwardJob<T, TNumber>>(work, job);
    }

    private void SelectiveBackward<TNumber>(
        in GpuWork work, SelectiveSources<T> sources, bool softplus, ComplexPlanes<T> carries, ArrayView<T> dy,
        ComplexPlanes<T> dfinal, SelectiveSources<T> into, ComplexPlanes<T> dinitial, in SelectiveScanShape shape)
        where TNumber : unmanaged, IStateNumber<T, TNumber>
    {
        int planes = TNumber.Planes;
        SelectivePasses passes = new(shape, softplus, MostStatesBack<TNumber>(), ScanThreads);
        SelectiveSizes widest = passes.From(0);
        ChunkBorders<T> borders = new(work, widest, planes);
        int chunks = shape.States == 0 ? shape.Batch : checked(shape.Batch * widest.Chunks);
        int inputs = shape.ConstantInput ? chunks : widest.Tiles;
        int outputs = shape.ConstantOutput ? chunks : widest.Tiles;
        bool several = widest.Width < shape.States;
        SelectiveGradients<T> gradients = new(
            dy, dfinal, borders.States, carries,
            SelectiveGradientSums.Before<T>(work, planes, widest),
            several ? work.Scratch<T>(checked(3 * shape.Elements)) : work.View(default(View<T>)), shape.Elements);
        SelectiveTargets<T> targets = new(
            into.U, into.Delta, into.Gate, dinitial,
            SelectiveGradientSums.Parts(work, planes, into.B, inputs),
            SelectiveGradientSums.Parts(work, planes, into.C, outputs),
            SelectiveGradientSums.Parts(work, planes, into.A, chunks),
            SelectiveGradientSums.Scratch<T>(work, 2, checked(chunks * shape.Channels)));
        if (shape.States == 0)
        {
            work.Launch(
                SelectiveAdjointKernels.Stateless, work.Over(shape.Batch * shape.Channels), sources, gradients, targets,
                widest);
        }

        SelectiveBackwardJob<T, TNumber> job = new(sources, gradients, targets, borders, shape);
        passes.Run<T, TNumber, SelectiveBackwardJob<T, TNumber>>(work, job);
        SelectiveGradientSums.Add(work, targets.RateParts, into.A, chunks);
        SelectiveGradientSums.Add(work, targets.InputParts, into.B, inputs);
        SelectiveGradientSums.Add(work, targets.OutputParts, into.C, outputs);
        PieceSums.Add(work, targets.ChannelParts.Re, chunks, shape.Channels, into.Skip, into.Skip.IntLength);
        PieceSums.Add(work, targets.ChannelParts.Im, chunks, shape.Channels, into.Bias, into.Bias.IntLength);
    }

    private static ComplexPlanes<T> Real(in GpuWork work, View<T> view) =>
        new(work.View(view), work.View(default(View<T>)));

    private static SelectiveSources<T> Sources(
        in GpuWork work, in SelectiveScanViews<T> views, View<int> resets) => new(
            work.View(views.U), work.View(views.Delta), Real(work, views.A), Real(work, views.B), Real(work, views.C),
            work.View(views.Skip), work.View(views.Gate), work.View(views.DeltaBias), work.View(resets));

    private static void CheckSelective(
        string kernel, in SelectiveScanViews<T> operands, View<int> resets, in SelectiveScanShape shape)
    {
        Guard.AtLeast(shape.Batch, 0, kernel);
        Guard.AtLeast(shape.Length, 0, kernel);
        Guard.AtLeast(shape.Channels, 0, kernel);
        Guard.AtLeast(shape.States, 0, kernel);
        Guard.AtLeast(shape.Groups, 1, kernel);
        Guard.Multiple(shape.Channels, shape.Groups, kernel);
        Guard.Length(operands.U.Length, shape.Elements, kernel);
        Guard.Length(operands.Delta.Length, shape.Elements, kernel);
        Guard.Length(operands.A.Length, shape.RateElements, kernel);
        Guard.Length(operands.B.Length, shape.InputElements, kernel);
        Guard.Length(operands.C.Length, shape.OutputElements, kernel);
        ScanChecks.Optional(operands.Skip.Length, shape.Channels, kernel, nameof(operands.Skip));
        ScanChecks.Optional(operands.Gate.Length, shape.Elements, kernel, nameof(operands.Gate));
        ScanChecks.Optional(operands.DeltaBias.Length, shape.Channels, kernel, nameof(operands.DeltaBias));
        ScanChecks.Optional(operands.Initial.Length, shape.StateElements, kernel, nameof(operands.Initial));
        ScanChecks.Optional(resets.Length, checked(shape.Batch * shape.Length), kernel, nameof(resets));
    }

    private static void CheckSelectiveGradients(
        string kernel, in SelectiveScanViews<T> gradients, in SelectiveScanShape shape)
    {
        ScanChecks.Optional(gradients.U.Length, shape.Elements, kernel, nameof(gradients.U));
        ScanChecks.Optional(gradients.Delta.Length, shape.Elements, kernel, nameof(gradients.Delta));
        ScanChecks.Optional(gradients.A.Length, shape.RateElements, kernel, nameof(gradients.A));
        ScanChecks.Optional(gradients.B.Length, shape.InputElements, kernel, nameof(gradients.B));
        ScanChecks.Optional(gradients.C.Length, shape.OutputElements, kernel, nameof(gradients.C));
        ScanChecks.Optional(gradients.Skip.Length, shape.Channels, kernel, nameof(gradients.Skip));
        ScanChecks.Optional(gradients.Gate.Length, shape.Elements, kernel, nameof(gradients.Gate));
        ScanChecks.Optional(gradients.DeltaBias.Length, shape.Channels, kernel, nameof(gradients.DeltaBias));
        ScanChecks.Optional(gradients.Initial.Length, shape.StateElements, kernel, nameof(gradients.Initial));
    }
}
