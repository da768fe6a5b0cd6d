using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>The adjoint of the recurrence of S5.</content>
/// <remarks>
/// Each piece recomputes its states from those before it, then
/// <code>
///   λ[t] = scale·Cᴴ ȳ[t] + conj(ā) ⊙ λ[t+1]    a product and the adjoint of a scan, in place
///   ū[t] = Re(B̄ᴴ λ[t]) + d ⊙ ȳ[t]             B̄'s gradient: Σ λ[t] u[t]ᵀ    C's: scale Σ ȳ[t] x[t]ᴴ
/// </code>
/// Pieces of a sequence are done the last one first; what one says of the state before it is added to λ of the one before.
/// </remarks>
public sealed partial class GpuBackend<T>
{
    /// <inheritdoc/>
    public void S5RecurrenceAdjoint(
        View<T> u, in DiagonalSystemView<T> system, T scale, View<T> borders, View<int> resets, View<T> dy,
        ComplexView<T> dlast, View<T> du, in DiagonalSystemView<T> gradients, ComplexView<T> dx0,
        in RecurrenceShape shape, bool reversed)
    {
        const string Operation = nameof(S5RecurrenceAdjoint);
        int products = checked(shape.Modes * shape.Channels);
        int states = CheckRecurrence(u, system, default, resets, shape, shape.Modes, products, Operation);
        CheckRecurrenceAdjoint(dy, dlast, du, system, gradients, dx0, shape, states, Operation);
        Guard.Length(borders.Length, S5RecurrenceBorders(shape), Operation);
        if (shape.Steps == 0)
        {
            Clear(gradients);
            CopyOrClear(dlast, dx0);
            return;
        }

        using GpuWork work = _device.Begin();
        S5Call<T> call = Prepare(work, u, system, scale, resets, work.View(borders), shape, reversed);
        S5Sums sums = new(
            work.View(gradients.A), work.Scratch<T>(Math.Max(1, 2 * products)),
            work.Scratch<T>(Math.Max(1, 2 * products)));
        ArrayView<T> lambda = work.Scratch<T>(Math.Max(1, call.MostRows * call.Width));
        ComplexPlanes<T> carried = work.ComplexScratch<T>(Math.Max(1, states));
        if (states > 0)
        {
            SetPlanes(work, work.View(dlast), carried, states);
        }

        for (int first = 0; first < shape.Batch; first += call.Pieces.Sequences)
        {
            for (int segment = call.Pieces.Segments - 1; segment >= 0; segment--)
            {
                using GpuWork piece = _device.Begin();
                bool keep = first > 0 || segment < call.Pieces.Segments - 1;
                Gradients(
                    piece, call, first, segment, piece.View(dy), piece.View(du), lambda, carried, sums, keep);
            }
        }

        if (products > 0)
        {
            ComplexPlanes<T> b = new(sums.B.SubView(0, products), sums.B.SubView(products, products));
            TakePlanes(work, b, work.View(gradients.B), products);
            work.Launch(
                S5Kernels.Unstack, work.Over(products), sums.C, work.View(gradients.C), scale, shape.Modes, products);
        }

        if (gradients.D.Length > 0)
        {
            GpuRecurrenceGradients.Products(
                work, Walk(shape), call.U, work.View(dy), work.View(gradients.D));
        }

        TakePlanes(work, carried, work.View(dx0), states);
    }

    private static void Gradients(
        GpuWork work, in S5Call<T> call, int first, int segment, ArrayView<T> dy, ArrayView<T> du,
        ArrayView<T> lambda, ComplexPlanes<T> carried, in S5Sums sums, bool keep)
    {
        (int channels, int modes, int width) = (call.Shape.Channels, call.Shape.Modes, call.Width);
        int sequences = call.Sequences(first), rows = sequences * call.RowsOf(segment);
        ArrayView<T> u = call.Part(call.U, first, segment), slopes = call.Part(dy, first, segment);
        ArrayView<T> to = call.Part(du, first, segment), x = States(work, call, first, segment);
        lambda = lambda.SubView(0, rows * width);
        Product(work, slopes, call.C, lambda, new MatMulShape(rows, width, channels), accumulate: false);
        if (modes > 0)
        {
            ScanWalk walk = call.Walk(first, segment);
            ComplexPlanes<T> planes = call.Planes(lambda), mu = carried.Part(first * modes, sequences * modes);
            work.Launch(S5Kernels.AddRow, work.Over(walk.Lines), walk, mu, planes, walk.Rows - 1);
            GpuScan.Adjoint<T, DeviceComplex<T>>(
                work, walk, call.A, call.Planes(x), call.Border(first, segment), planes, call.Flags(first), planes,
                sums.A, mu, keep: keep);
        }

        Feedthrough(work, call, slopes, to);
        Product(work, lambda, call.B, to, new MatMulShape(rows, channels, width), call.D.IntLength > 0);
        ArrayView<T> b = sums.B.SubView(0, width * channels), c = sums.C.SubView(0, width * channels);
        Product(work, lambda, u, b, new MatMulShape(width, channels, rows, TransposeLeft: true), keep);
        Product(work, slopes, x, c, new MatMulShape(channels, width, rows, TransposeLeft: true), keep);
    }

    // The gradients of ā, of B̄ (2P, H), and of C (H, 2P).
    private readonly struct S5Sums(ComplexPlanes<T> a, ArrayView<T> b, ArrayView<T> c)
    {
        internal readonly ComplexPlanes<T> A = a;
        internal readonly ArrayView<T> B = b;
        internal readonly ArrayView<T> C = c;
    }
}
