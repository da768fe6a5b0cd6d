namespace Ssm.Kernels;

/// <content>The recurrence of RG-LRU.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void RgLruRecurrence(
        in RgLruViews<T> operands, View<int> starts, SqrtOneMinusExp<T> root, View<T> h, in ScanShape shape) =>
        Kernels.RgLruRecurrence.Forward(Operands(operands, starts), root, Span(h), shape, _threads);

    /// <inheritdoc/>
    public void RgLruRecurrenceAdjoint(
        in RgLruViews<T> operands, View<int> starts, SqrtOneMinusExp<T> root, View<T> h, View<T> dh,
        in RgLruViews<T> gradients, in ScanShape shape)
    {
        RgLruGradients<T> spans = new()
        {
            X = Span(gradients.X),
            RecurrenceGate = Span(gradients.RecurrenceGate),
            InputGate = Span(gradients.InputGate),
            Rate = Span(gradients.Rate),
            Initial = Span(gradients.Initial),
        };
        Kernels.RgLruRecurrence.Adjoint(
            Operands(operands, starts), root, Span(h), Span(dh), spans, shape, _threads);
    }

    private static RgLruOperands<T> Operands(in RgLruViews<T> views, View<int> starts) => new()
    {
        X = Span(views.X),
        RecurrenceGate = Span(views.RecurrenceGate),
        InputGate = Span(views.InputGate),
        Rate = Span(views.Rate),
        Initial = Span(views.Initial),
        Starts = Span(starts),
        Begins = views.Begins,
    };
}
