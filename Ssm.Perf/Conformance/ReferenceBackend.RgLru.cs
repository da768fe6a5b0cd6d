using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>The recurrence of RG-LRU.</content>
internal sealed partial class ReferenceBackend
{
    public void RgLruRecurrence(
        in RgLruViews<double> operands, View<int> starts, SqrtOneMinusExp<double> root, View<double> h,
        in ScanShape shape)
    {
        ReferenceRgLru run = RgLru(operands, starts, root, shape);
        run.Forward();
        Write(h, run.H);
    }

    public void RgLruRecurrenceAdjoint(
        in RgLruViews<double> operands, View<int> starts, SqrtOneMinusExp<double> root, View<double> h,
        View<double> dh, in RgLruViews<double> gradients, in ScanShape shape)
    {
        ReferenceRgLru run = RgLru(operands, starts, root, shape);
        run.Backward(Signed(h), Signed(dh));
        Write(gradients.X, run.DX);
        Write(gradients.RecurrenceGate, run.DRecurrenceGate);
        Write(gradients.InputGate, run.DInputGate);
        Write(gradients.Rate, run.DRate);
        Write(gradients.Initial, run.DInitial);
    }

    private ReferenceRgLru RgLru(
        in RgLruViews<double> operands, View<int> starts, SqrtOneMinusExp<double> root, in ScanShape shape) =>
        new(magnitudes)
        {
            Shape = shape,
            Root = root,
            X = Signed(operands.X),
            RecurrenceGate = Signed(operands.RecurrenceGate),
            InputGate = Signed(operands.InputGate),
            Rate = Signed(operands.Rate),
            Initial = Signed(operands.Initial),
            Starts = Span(starts).ToArray(),
            AllBegin = operands.Begins,
        };
}
