namespace Ssm.Kernels;

/// <content>Recurrences from inputs to outputs, and what stands around them.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void DiagonalRecurrence(
        View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> y,
        ComplexView<T> last, in RecurrenceShape shape) =>
        Kernels.DiagonalRecurrence.Forward(
            Span(u), System(system), scale, Span(x0), Span(resets), Span(y), Span(last), shape, _threads);

    /// <inheritdoc/>
    public void DiagonalRecurrenceAdjoint(
        View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> dy,
        ComplexView<T> dlast, View<T> du, in DiagonalSystemView<T> gradients, ComplexView<T> dx0,
        in RecurrenceShape shape) =>
        Kernels.DiagonalRecurrence.Adjoint(
            Span(u), System(system), scale, Span(x0), Span(resets), Span(dy), Span(dlast), Span(du),
            Gradients(gradients), Span(dx0), shape, _threads);

    /// <inheritdoc/>
    public int S5RecurrenceBorders(in RecurrenceShape shape) =>
        checked(2 * Kernels.S5Recurrence.BordersLength<T>(shape));

    /// <inheritdoc/>
    public void S5Recurrence(
        View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> y,
        ComplexView<T> last, View<T> borders, in RecurrenceShape shape, bool reversed) =>
        Kernels.S5Recurrence.Forward(
            Span(u), System(system), scale, Span(x0), Span(resets), Span(y), Span(last), Span(borders), shape,
            reversed, _threads);

    /// <inheritdoc/>
    public void S5RecurrenceAdjoint(
        View<T> u, in DiagonalSystemView<T> system, T scale, View<T> borders, View<int> resets, View<T> dy,
        ComplexView<T> dlast, View<T> du, in DiagonalSystemView<T> gradients, ComplexView<T> dx0,
        in RecurrenceShape shape, bool reversed) =>
        Kernels.S5Recurrence.Adjoint(
            Span(u), System(system), scale, Span(borders), Span(resets), Span(dy), Span(dlast), Span(du),
            Gradients(gradients), Span(dx0), shape, reversed, _threads);

    /// <inheritdoc/>
    public void GatedLinearUnit<TOp>(
        TOp op, View<T> x, in GatedUnitView<T> weights, View<T> maskIn, View<T> maskOut, View<T> residual, View<T> y,
        View<T> value, View<T> gate, in GatedUnitShape shape)
        where TOp : struct, IUnaryOp<T> =>
        Kernels.GatedLinearUnit.Forward(
            op, Span(x), Weights(weights), Span(maskIn), Span(maskOut), Span(residual), Span(y), Span(value),
            Span(gate), shape, _threads);

    /// <inheritdoc/>
    public void GatedLinearUnitAdjoint<TOp>(
        TOp op, View<T> x, in GatedUnitView<T> weights, View<T> maskIn, View<T> maskOut, View<T> value, View<T> gate,
        View<T> dy, View<T> dx, in GatedUnitView<T> gradients, in GatedUnitShape shape)
        where TOp : struct, IUnaryOp<T> =>
        Kernels.GatedLinearUnit.Adjoint(
            op, Span(x), Weights(weights), Span(maskIn), Span(maskOut), Span(value), Span(gate), Span(dy), Span(dx),
            new GatedUnitGradients<T>(
                Span(gradients.Value), Span(gradients.ValueBias), Span(gradients.Gate), Span(gradients.GateBias)),
            shape, _threads);

    private static GatedUnitWeights<T> Weights(in GatedUnitView<T> view) =>
        new(Span(view.Value), Span(view.ValueBias), Span(view.Gate), Span(view.GateBias));

    private static DiagonalSystem<T> System(in DiagonalSystemView<T> view) =>
        new(Span(view.A), Span(view.B), Span(view.C), Span(view.D));

    private static DiagonalSystemGradients<T> Gradients(in DiagonalSystemView<T> view) =>
        new(Span(view.A), Span(view.B), Span(view.C), Span(view.D));
}
