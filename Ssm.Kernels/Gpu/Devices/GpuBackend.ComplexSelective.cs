using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>The selective scan with complex rates.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void ComplexSelectiveScan(
        in ComplexSelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> y, ComplexView<T> final,
        View<T> carries, in SelectiveScanShape shape)
    {
        CheckSelective(nameof(ComplexSelectiveScan), RealPlanes(operands), resets, shape);
        Guard.Length(y.Length, shape.Elements, nameof(ComplexSelectiveScan));
        ScanChecks.Optional(final.Length, shape.StateElements, nameof(ComplexSelectiveScan), nameof(final));
        int kept = checked(2 * shape.CarryElements);
        ScanChecks.Optional(carries.Length, kept, nameof(ComplexSelectiveScan), nameof(carries));
        using GpuWork work = _device.Begin();
        SelectiveForward<ComplexState<T>>(
            work, Sources(work, operands, resets), work.View(operands.Initial), softplus, work.View(y),
            work.View(final), Carries(work, carries, shape), shape);
    }

    /// <inheritdoc/>
    public void ComplexSelectiveScanAdjoint(
        in ComplexSelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> carries, View<T> dy,
        ComplexView<T> dfinal, in ComplexSelectiveScanViews<T> gradients, in SelectiveScanShape shape)
    {
        CheckSelective(nameof(ComplexSelectiveScan), RealPlanes(operands), resets, shape);
        Guard.Length(carries.Length, checked(2 * shape.CarryElements), nameof(ComplexSelectiveScan));
        Guard.Length(dy.Length, shape.Elements, nameof(ComplexSelectiveScan));
        ScanChecks.Optional(dfinal.Length, shape.StateElements, nameof(ComplexSelectiveScan), nameof(dfinal));
        CheckSelectiveGradients(nameof(ComplexSelectiveScan), RealPlanes(gradients), shape);
        using GpuWork work = _device.Begin();
        SelectiveBackward<ComplexState<T>>(
            work, Sources(work, operands, resets), softplus, Carries(work, carries, shape), work.View(dy),
            work.View(dfinal), Sources(work, gradients, default), work.View(gradients.Initial), shape);
    }

    // (B, ⌈L/32⌉, 2, N, D) as two planes that begin one after the other.
    private static ComplexPlanes<T> Carries(in GpuWork work, View<T> carries, in SelectiveScanShape shape)
    {
        ArrayView<T> re = work.View(carries);
        return new(re, re.IntLength > 0 ? re.SubView(shape.RateElements, re.IntLength - shape.RateElements) : re);
    }

    private static SelectiveSources<T> Sources(
        in GpuWork work, in ComplexSelectiveScanViews<T> views, View<int> resets) => new(
            work.View(views.U), work.View(views.Delta), work.View(views.A), work.View(views.B), work.View(views.C),
            work.View(views.Skip), work.View(views.Gate), work.View(views.DeltaBias), work.View(resets));

    // The sizes of both planes are the same.
    private static SelectiveScanViews<T> RealPlanes(in ComplexSelectiveScanViews<T> views) => new()
    {
        U = views.U,
        Delta = views.Delta,
        A = views.A.Re,
        B = views.B.Re,
        C = views.C.Re,
        Skip = views.Skip,
        Gate = views.Gate,
        DeltaBias = views.DeltaBias,
        Initial = views.Initial.Re,
    };
}
