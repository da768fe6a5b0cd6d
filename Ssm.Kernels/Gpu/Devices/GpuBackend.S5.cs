using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>The recurrence of S5: a product, a scan, a product.</content>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public int S5RecurrenceBorders(in RecurrenceShape shape) =>
        checked(2 * new S5Pieces(shape).Segments * shape.Batch * shape.Modes);

    /// <inheritdoc/>
    public void S5Recurrence(
        View<T> u, in DiagonalSystemView<T> system, T scale, ComplexView<T> x0, View<int> resets, View<T> y,
        ComplexView<T> last, View<T> borders, in RecurrenceShape shape, bool reversed)
    {
        const string Operation = nameof(S5Recurrence);
        int products = checked(shape.Modes * shape.Channels);
        int states = CheckRecurrence(u, system, x0, resets, shape, shape.Modes, products, Operation);
        int edges = S5RecurrenceBorders(shape);
        Guard.Length(y.Length, shape.Elements, Operation);
        ScanChecks.Optional(last.Length, states, Operation, nameof(last));
        ScanChecks.Optional(borders.Length, edges, Operation, nameof(borders));
        using GpuWork work = _device.Begin();
        ArrayView<T> kept = borders.Length > 0 ? work.View(borders) : work.Scratch<T>(Math.Max(1, edges));
        S5Call<T> call = Prepare(work, u, system, scale, resets, kept, shape, reversed);
        if (states > 0)
        {
            SetPlanes(work, work.View(x0), call.Borders.Part(0, states), states);
        }

        if (shape.Steps == 0)
        {
            TakePlanes(work, call.Borders, work.View(last), states);
            return;
        }

        for (int first = 0; first < shape.Batch; first += call.Pieces.Sequences)
        {
            for (int segment = 0; segment < call.Pieces.Segments; segment++)
            {
                using GpuWork piece = _device.Begin();
                ComplexPlanes<T> end = piece.View(last);
                end = end.IsNothing ? end : end.Part(first * shape.Modes, call.Sequences(first) * shape.Modes);
                Outputs(piece, call, first, segment, piece.View(y), end);
            }
        }
    }

    // The states of a piece; what the next one needs; the outputs.
    private static void Outputs(
        GpuWork work, in S5Call<T> call, int first, int segment, ArrayView<T> y, ComplexPlanes<T> last)
    {
        int rows = call.Sequences(first) * call.RowsOf(segment), channels = call.Shape.Channels;
        ArrayView<T> x = States(work, call, first, segment);
        ComplexPlanes<T> next = segment + 1 < call.Pieces.Segments ? call.Border(first, segment + 1) : last;
        if (call.Shape.Modes > 0 && !next.IsNothing)
        {
            ScanWalk walk = call.Walk(first, segment);
            work.Launch(S5Kernels.TakeRow, work.Over(walk.Lines), walk, call.Planes(x), walk.Rows - 1, next);
        }

        ArrayView<T> to = call.Part(y, first, segment);
        Feedthrough(work, call, call.Part(call.U, first, segment), to);
        Product(
            work, x, call.C, to, new MatMulShape(rows, channels, call.Width, TransposeRight: true),
            call.D.IntLength > 0);
    }

    // B̄ u, and the scan in its place.
    private static ArrayView<T> States(GpuWork work, in S5Call<T> call, int first, int segment)
    {
        int rows = call.Sequences(first) * call.RowsOf(segment);
        ArrayView<T> x = call.X.SubView(0, rows * call.Width);
        Product(
            work, call.Part(call.U, first, segment), call.B, x,
            new MatMulShape(rows, call.Width, call.Shape.Channels, TransposeRight: true), accumulate: false);
        if (call.Shape.Modes > 0)
        {
            ComplexPlanes<T> planes = call.Planes(x);
            GpuScan.Run<T, DeviceComplex<T>>(
                work, call.Walk(first, segment), call.A, planes, call.Border(first, segment), call.Flags(first),
                planes);
        }

        return x;
    }

    private S5Call<T> Prepare(
        in GpuWork work, View<T> u, in DiagonalSystemView<T> system, T scale, View<int> resets, ArrayView<T> borders,
        in RecurrenceShape shape, bool reversed)
    {
        int products = shape.Modes * shape.Channels, edges = borders.IntLength / 2;
        ArrayView<T> b = work.Scratch<T>(Math.Max(1, checked(2 * products)));
        ArrayView<T> c = work.Scratch<T>(Math.Max(1, 2 * products));
        if (products > 0)
        {
            ComplexPlanes<T> inputs = work.View(system.B);
            TakePlanes(work, inputs, new(b.SubView(0, products), b.SubView(products, products)), products);
            work.Launch(
                S5Kernels.Stack, work.Over(products), work.View(system.C), c, scale, shape.Modes, products);
        }

        S5Call<T> call = new(shape, reversed)
        {
            U = work.View(u),
            A = work.View(system.A),
            B = b,
            C = c,
            D = work.View(system.D),
            Resets = work.View(resets),
            Borders = new(borders.SubView(0, edges), borders.SubView(edges, edges)),
        };
        return call with { X = work.Scratch<T>(Math.Max(1, checked(call.MostRows * call.Width))) };
    }

    private static void Feedthrough(GpuWork work, in S5Call<T> call, ArrayView<T> u, ArrayView<T> y)
    {
        if (call.D.IntLength > 0)
        {
            work.Launch(
                S5Kernels.Feedthrough, work.Over(u.IntLength), call.D, u, y, call.Shape.Channels, u.IntLength);
        }
    }

    // C = op(A)·op(B), or that added to C; a sum of nothing is zero.
    private static void Product(
        GpuWork work, ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, in MatMulShape shape, bool accumulate)
    {
        if (shape.K > 0 && c.IntLength > 0)
        {
            Multiply(
                work, a, b, c, work.Nothing<T>(), default(Identity<T>), shape, MatMulStrides.One, accumulate);
        }
        else if (!accumulate)
        {
            work.Launch(FillKernels.Fill, work.Over(c.IntLength), c, T.Zero, c.IntLength);
        }
    }

    // A copy, or zeros where there is nothing.
    private static void SetPlanes(GpuWork work, ComplexPlanes<T> from, ComplexPlanes<T> to, int count)
    {
        if (from.IsNothing)
        {
            work.Launch(FillKernels.Fill, work.Over(count), to.Re, T.Zero, count);
            work.Launch(FillKernels.Fill, work.Over(count), to.Im, T.Zero, count);
        }
        else
        {
            TakePlanes(work, from, to, count);
        }
    }

    // A copy where it is wanted.
    private static void TakePlanes(GpuWork work, ComplexPlanes<T> from, ComplexPlanes<T> to, int count)
    {
        if (!to.IsNothing)
        {
            work.Copy(from.Re.SubView(0, count), to.Re);
            work.Copy(from.Im.SubView(0, count), to.Im);
        }
    }
}
