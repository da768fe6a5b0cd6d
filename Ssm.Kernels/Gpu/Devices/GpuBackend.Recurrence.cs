using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>The recurrence of S4D.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void DiagonalRecurrence(
        View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> y,
        ComplexView<T> last, in RecurrenceShape shape)
    {
        int constants = checked(shape.Channels * shape.Modes);
        int states = CheckRecurrence(u, system, x0, resets, shape, constants, constants, nameof(DiagonalRecurrence));
        Guard.Length(y.Length, shape.Elements, nameof(DiagonalRecurrence));
        ScanChecks.Optional(last.Length, states, nameof(DiagonalRecurrence), nameof(last));
        if (shape.Elements == 0)
        {
            CopyOrClear(x0, last);
            return;
        }

        using GpuWork work = _device.Begin();
        GpuRecurrence.Run<T, No>(
            work, Walk(shape), Modes(work, system, scale, shape), work.View(u), work.View(x0), work.View(resets),
            work.View(y), work.View(last));
    }

    /// <inheritdoc/>
    public void DiagonalRecurrenceAdjoint(
        View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> dy,
        ComplexView<T> dlast, View<T> du, in DiagonalSystemView<T> gradients, ComplexView<T> dx0,
        in RecurrenceShape shape)
    {
        const string Operation = nameof(DiagonalRecurrenceAdjoint);
        int constants = checked(shape.Channels * shape.Modes);
        int states = CheckRecurrence(u, system, x0, resets, shape, constants, constants, Operation);
        CheckRecurrenceAdjoint(dy, dlast, du, system, gradients, dx0, shape, states, Operation);
        if (shape.Elements == 0)
        {
            Clear(gradients);
            CopyOrClear(dlast, dx0);
            return;
        }

        using GpuWork work = _device.Begin();
        ScanWalk walk = Walk(shape);
        ModeSystem<T> modes = Modes(work, system, scale, shape), results = Modes(work, gradients, scale, shape);
        ArrayView<T> slopes = work.View(dy);
        ArrayView<int> flags = work.View(resets);
        if (results.D.IntLength > 0)
        {
            GpuRecurrenceGradients.Products(work, walk, work.View(u), slopes, results.D);
        }

        // Before the gradient of u, which may be in the place of that of y.
        GpuRecurrenceGradients.Run(
            work, walk, modes, work.View(u), slopes, work.View(x0), flags, work.View(dlast), results);
        GpuRecurrence.Run<T, Yes>(
            work, walk.Adjoint, modes, slopes, work.View(dlast), flags, work.View(du), work.View(dx0));
    }

    private static ScanWalk Walk(in RecurrenceShape shape) =>
        ScanWalk.Of(new ScanShape(shape.Batch, shape.Length, shape.Channels), reverse: false, invariant: true);

    private static ModeSystem<T> Modes(
        in GpuWork work, in DiagonalSystemView<T> system, T scale, in RecurrenceShape shape) =>
        new(work.View(system.A), work.View(system.B), work.View(system.C), work.View(system.D), scale, shape.Modes);

    // The lengths that both directions check; answers how many complex numbers the states of a batch are.
    private static int CheckRecurrence(
        View<T> u, in DiagonalSystemView<T> system, ComplexView<T> x0, View<int> resets, in RecurrenceShape shape,
        int modes, int products, string operation)
    {
        shape.Check(threads: 1, operation);
        int states = checked(shape.Batch * modes);
        Guard.Length(u.Length, shape.Elements, operation);
        Guard.Length(system.A.Length, modes, operation);
        Guard.Length(system.B.Length, products, operation);
        Guard.Length(system.C.Length, products, operation);
        ScanChecks.Optional(system.D.Length, shape.Channels, operation, "system.D");
        ScanChecks.Optional(x0.Length, states, operation, nameof(x0));
        ScanChecks.Optional(resets.Length, shape.Steps, operation, nameof(resets));
        return states;
    }

    private static void CheckRecurrenceAdjoint(
        View<T> dy, ComplexView<T> dlast, View<T> du, in DiagonalSystemView<T> system,
        in DiagonalSystemView<T> gradients, ComplexView<T> dx0, in RecurrenceShape shape, int states, string operation)
    {
        Guard.Length(dy.Length, shape.Elements, operation);
        Guard.Length(du.Length, shape.Elements, operation);
        Guard.Length(gradients.A.Length, system.A.Length, operation);
        Guard.Length(gradients.B.Length, system.B.Length, operation);
        Guard.Length(gradients.C.Length, system.C.Length, operation);
        ScanChecks.Optional(gradients.D.Length, shape.Channels, operation, "gradients.D");
        ScanChecks.Optional(dlast.Length, states, operation, nameof(dlast));
        ScanChecks.Optional(dx0.Length, states, operation, nameof(dx0));
    }

    private void Clear(in DiagonalSystemView<T> gradients)
    {
        Fill(gradients.A, T.Zero);
        Fill(gradients.B, T.Zero);
        Fill(gradients.C, T.Zero);
        Fill(gradients.D, T.Zero);
    }

    // No time step: the last state is the initial one.
    private void CopyOrClear(ComplexView<T> from, ComplexView<T> to)
    {
        if (to.Length > 0 && from.Length > 0)
        {
            Copy(from.Re, to.Re);
            Copy(from.Im, to.Im);
        }
        else
        {
            Fill(to, T.Zero);
        }
    }
}
