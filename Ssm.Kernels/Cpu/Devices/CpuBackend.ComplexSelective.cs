namespace Ssm.Kernels;

/// <content>The selective scan with complex rates.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void ComplexSelectiveScan(
        in ComplexSelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> y, ComplexView<T> final,
        View<T> carries, in SelectiveScanShape shape) =>
        Kernels.ComplexSelectiveScan.Forward(
            Operands(operands, resets, softplus), Span(y), Span(final), Span(carries), shape, _threads);

    /// <inheritdoc/>
    public void ComplexSelectiveScanAdjoint(
        in ComplexSelectiveScanViews<T> operands, View<int> resets, bool softplus, View<T> carries, View<T> dy,
        ComplexView<T> dfinal, in ComplexSelectiveScanViews<T> gradients, in SelectiveScanShape shape)
    {
        ComplexSelectiveScanGradients<T> spans = new()
        {
            U = Span(gradients.U),
            Delta = Span(gradients.Delta),
            A = Span(gradients.A),
            B = Span(gradients.B),
            C = Span(gradients.C),
            Skip = Span(gradients.Skip),
            Gate = Span(gradients.Gate),
            DeltaBias = Span(gradients.DeltaBias),
            Initial = Span(gradients.Initial),
        };
        Kernels.ComplexSelectiveScan.Backward(
            Operands(operands, resets, softplus), Span(carries), Span(dy), Span(dfinal), spans, shape, _threads);
    }

    private static ComplexSelectiveScanOperands<T> Operands(
        in ComplexSelectiveScanViews<T> views, View<int> resets, bool softplus) => new()
        {
            U = Span(views.U),
            Delta = Span(views.Delta),
            A = Span(views.A),
            B = Span(views.B),
            C = Span(views.C),
            Skip = Span(views.Skip),
            Gate = Span(views.Gate),
            DeltaBias = Span(views.DeltaBias),
            Initial = Span(views.Initial),
            Resets = Span(resets),
            Softplus = softplus,
        };
}
