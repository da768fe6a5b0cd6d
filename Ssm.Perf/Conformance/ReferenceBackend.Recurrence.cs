using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Recurrences from inputs to outputs.</content>
internal sealed partial class ReferenceBackend
{
    public void DiagonalRecurrence(
        View<double> u, in DiagonalSystemView<double> system, double scale, ComplexView<double> x0, View<int> resets,
        View<double> y, ComplexView<double> last, in RecurrenceShape shape) =>
        Forward(Recurrence(u, system, scale, Read(x0), resets, shape, perChannel: true, reversed: false), y, last);

    public void DiagonalRecurrenceAdjoint(
        View<double> u, in DiagonalSystemView<double> system, double scale, ComplexView<double> x0, View<int> resets,
        View<double> dy, ComplexView<double> dlast, View<double> du, in DiagonalSystemView<double> gradients,
        ComplexView<double> dx0, in RecurrenceShape shape) =>
        Backward(
            Recurrence(u, system, scale, Read(x0), resets, shape, perChannel: true, reversed: false), dy, dlast, du,
            gradients, dx0);

    /// <summary>Both planes of x0: the adjoint computes all else again.</summary>
    public int S5RecurrenceBorders(in RecurrenceShape shape) => 2 * shape.Batch * shape.Modes;

    public void S5Recurrence(
        View<double> u, in DiagonalSystemView<double> system, double scale, ComplexView<double> x0, View<int> resets,
        View<double> y, ComplexView<double> last, View<double> borders, in RecurrenceShape shape, bool reversed)
    {
        Forward(Recurrence(u, system, scale, Read(x0), resets, shape, perChannel: false, reversed), y, last);
        if (!borders.IsNothing)
        {
            int states = shape.Batch * shape.Modes;
            Write(borders, new double[2 * states]);
            if (!x0.IsNothing)
            {
                Write(borders.Slice(0, states), Signed(x0.Re));
                Write(borders.Slice(states, states), Signed(x0.Im));
            }
        }
    }

    public void S5RecurrenceAdjoint(
        View<double> u, in DiagonalSystemView<double> system, double scale, View<double> borders, View<int> resets,
        View<double> dy, ComplexView<double> dlast, View<double> du, in DiagonalSystemView<double> gradients,
        ComplexView<double> dx0, in RecurrenceShape shape, bool reversed)
    {
        int states = shape.Batch * shape.Modes;
        Complex[] x0 = Read(new ComplexView<double>(borders.Slice(0, states), borders.Slice(states, states)));
        Backward(
            Recurrence(u, system, scale, x0, resets, shape, perChannel: false, reversed), dy, dlast, du, gradients,
            dx0);
    }

    private ReferenceRecurrence Recurrence(
        View<double> u, DiagonalSystemView<double> system, double scale, Complex[] x0, View<int> resets,
        RecurrenceShape shape, bool perChannel, bool reversed) => new()
        {
            Shape = shape,
            PerChannel = perChannel,
            Reversed = reversed,
            Scale = M(scale),
            U = Read(u),
            A = Read(system.A),
            B = Read(system.B),
            C = Read(system.C),
            D = Read(system.D),
            X0 = x0,
            Resets = Span(resets).ToArray(),
        };

    private void Forward(ReferenceRecurrence run, View<double> y, ComplexView<double> last)
    {
        run.Forward();
        Write(y, run.Y);
        Write(last, run.Last);
    }

    private void Backward(
        ReferenceRecurrence run, View<double> dy, ComplexView<double> dlast, View<double> du,
        DiagonalSystemView<double> gradients, ComplexView<double> dx0)
    {
        run.Backward(Read(dy), Read(dlast));
        Write(du, run.Du);
        Write(gradients.A, run.Da);
        Write(gradients.B, run.Db);
        Write(gradients.C, run.Dc);
        Write(gradients.D, run.Dd);
        Write(dx0, run.Dx0);
    }
}
