using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>Matrix products.</content>
/// <remarks>
/// How a sum over K is cut and ordered depends on the shape alone. No piece is longer than <see cref="MostDepth"/>
/// terms, so an element's error is within (MostDepth + K / MostDepth + 300) ε Σ |a||b|, and within K ε Σ |a||b| where K
/// is less.
/// </remarks>
public sealed partial class GpuBackend<T>
{
    // Tiles that keep a large device busy; below, tiles are smaller or the depth is cut.
    private const int EnoughTiles = 264;

    // Terms that pay for a piece of the depth: the memory it takes, and the addition of the pieces.
    private const int LeastDepth = 256;
    private const int MostDepth = 4096;

    /// <inheritdoc/>
    public void MatMul(View<T> a, View<T> b, View<T> c, in MatMulShape shape, in MatMulStrides batch, bool accumulate)
    {
        CheckProducts(a.Length, b.Length, c.Length, shape, batch, nameof(MatMul));
        using GpuWork work = _device.Begin();
        if (_device.Products is { } library && a.Length > 0 && b.Length > 0)
        {
            library.Multiply(work.View(a), work.View(b), work.View(c), shape, batch, accumulate);
            return;
        }

        Multiply(
            work, work.View(a), work.View(b), work.View(c), work.View(default(View<T>)), default(Identity<T>), shape,
            batch, accumulate);
    }

    /// <inheritdoc/>
    public void Affine<TOp>(View<T> a, View<T> b, View<T> bias, TOp op, View<T> c, in MatMulShape shape)
        where TOp : unmanaged, IUnaryOp<T>
    {
        CheckProducts(a.Length, b.Length, c.Length, shape, MatMulStrides.One, nameof(Affine));
        ScanChecks.Optional(bias.Length, shape.N, nameof(Affine), nameof(bias));
        using GpuWork work = _device.Begin();
        Multiply(
            work, work.View(a), work.View(b), work.View(c), work.View(bias), op, shape, MatMulStrides.One,
            accumulate: false);
    }

    /// <inheritdoc/>
    public void ComplexMatMul(
        ComplexView<T> a, ComplexView<T> b, ComplexView<T> c, in MatMulShape shape, in MatMulStrides batch,
        MatMulConjugates conjugates)
    {
        CheckProducts(a.Length, b.Length, c.Length, shape, batch, nameof(ComplexMatMul));
        using GpuWork work = _device.Begin();
        MultiplyComplex(work, work.View(a), work.View(b), work.View(c), shape, batch, conjugates);
    }

    /// <inheritdoc/>
    public void ComplexMatMulRealPart(
        ComplexView<T> a, ComplexView<T> b, View<T> c, in MatMulShape shape, in MatMulStrides batch,
        MatMulConjugates conjugates)
    {
        CheckProducts(a.Length, b.Length, c.Length, shape, batch, nameof(ComplexMatMulRealPart));
        using GpuWork work = _device.Begin();
        MultiplyComplex(
            work, work.View(a), work.View(b), new ComplexPlanes<T>(work.View(c), work.View(default(View<T>))), shape,
            batch, conjugates);
    }

    private static void Multiply<TOp>(
        GpuWork work, ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, ArrayView<T> bias, TOp op,
        in MatMulShape shape, in MatMulStrides batch, bool accumulate)
        where TOp : unmanaged, IUnaryOp<T>
    {
        MatMulCut cut = MatMulCut.Of(shape, batch, EnoughTiles, LeastDepth, MostDepth);
        ArrayView<T> nothing = bias.SubView(0, 0);
        for (int round = 0; round < cut.Rounds; round++)
        {
            MatMulPlan plan = cut.Round(round, accumulate);
            bool last = round == cut.Rounds - 1;
            if (plan.Pieces > 1)
            {
                int size = plan.PieceStride;
                ArrayView<T> parts = work.Scratch<T>(plan.Pieces * size);
                Launch(work, cut, a, b, parts, nothing, default(Identity<T>), plan.Overwriting());
                AddPieces(
                    work, parts, plan, c, shape.N, last ? bias : nothing, op, last);
            }
            else if (last)
            {
                Launch(work, cut, a, b, c, bias, op, plan);
            }
            else
            {
                Launch(work, cut, a, b, c, nothing, default(Identity<T>), plan);
            }
        }
    }

    // What follows a product does so once, at the end.
    private static void AddPieces<TOp>(
        GpuWork work, ArrayView<T> parts, in MatMulPlan plan, ArrayView<T> c, int columns,
        ArrayView<T> bias, TOp op, bool last)
        where TOp : unmanaged, IUnaryOp<T>
    {
        int size = plan.PieceStride;
        if (last)
        {
            work.Launch(
                MatMulKernels.AddPieces, work.Over(size), parts, plan.Pieces, c, size, columns, bias, op,
                plan.Accumulate);
        }
        else
        {
            work.Launch(
                MatMulKernels.AddPieces, work.Over(size), parts, plan.Pieces, c, size, columns, bias,
                default(Identity<T>), plan.Accumulate);
        }
    }

    private static void Launch<TOp>(
        GpuWork work, in MatMulCut cut, ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, ArrayView<T> bias, TOp op,
        MatMulPlan plan)
        where TOp : unmanaged, IUnaryOp<T>
    {
        if (cut.Tile == MatMulTile64<T>.Size)
        {
            work.Launch(
                MatMulKernels.Multiply<T, MatMulTile64<T>, TOp>, work.Groups(cut.Groups, MatMulSlabs.Threads), a, b, c,
                bias, op, plan, cut.Left, cut.Right);
        }
        else
        {
            work.Launch(
                MatMulKernels.Multiply<T, MatMulTile32<T>, TOp>, work.Groups(cut.Groups, MatMulSlabs.Threads), a, b, c,
                bias, op, plan, cut.Left, cut.Right);
        }
    }

    // The imaginary plane of c may be nothing.
    private static void MultiplyComplex(
        GpuWork work, ComplexPlanes<T> a, ComplexPlanes<T> b, ComplexPlanes<T> c, in MatMulShape shape,
        in MatMulStrides batch, MatMulConjugates conjugates)
    {
        T left = conjugates.Left ? -T.One : T.One, right = conjugates.Right ? -T.One : T.One;
        bool whole = c.Im.IntLength != 0;
        MatMulCut cut = MatMulCut.OfComplex(shape, batch, EnoughTiles, LeastDepth, MostDepth);
        for (int round = 0; round < cut.Rounds; round++)
        {
            MatMulPlan plan = cut.Round(round, accumulate: false);
            bool cuts = plan.Pieces > 1;
            ComplexPlanes<T> to = c;
            if (cuts)
            {
                int size = plan.Pieces * plan.PieceStride;
                to = new(work.Scratch<T>(size), whole ? work.Scratch<T>(size) : c.Im);
            }

            MatMulPlan launched = cuts ? plan.Overwriting() : plan;
            if (whole)
            {
                work.Launch(
                    ComplexMatMulKernels.Multiply, work.Groups(cut.Groups, MatMulSlabs.Threads), a, b, to, left, right,
                    launched, cut.Left, cut.Right);
            }
            else
            {
                work.Launch(
                    ComplexMatMulKernels.MultiplyRealPart, work.Groups(cut.Groups, MatMulSlabs.Threads), a, b, to.Re,
                    left, right, launched, cut.Left, cut.Right);
            }

            if (cuts)
            {
                ArrayView<T> nothing = c.Im.SubView(0, 0);
                AddPieces(work, to.Re, plan, c.Re, shape.N, nothing, default(Identity<T>), last: true);
                if (whole)
                {
                    AddPieces(work, to.Im, plan, c.Im, shape.N, nothing, default(Identity<T>), last: true);
                }
            }
        }
    }

    private static void CheckProducts(
        int a, int b, int c, in MatMulShape shape, in MatMulStrides batch, string operation)
    {
        Kernels.MatMul.CheckSizes(shape, 1, operation);
        Guard.AtLeast(batch.Count, 0, operation, "batch.Count");
        Guard.AtLeast(batch.LeftStride, 0, operation, "batch.LeftStride");
        Guard.AtLeast(batch.RightStride, 0, operation, "batch.RightStride");
        long result = (long)shape.M * shape.N;
        Kernels.MatMul.CheckBatch(a, batch.Count, batch.LeftStride, (long)shape.M * shape.K, operation, nameof(a));
        Kernels.MatMul.CheckBatch(b, batch.Count, batch.RightStride, (long)shape.K * shape.N, operation, nameof(b));
        Kernels.MatMul.CheckBatch(c, batch.Count, result, result, operation, nameof(c));
    }
}
