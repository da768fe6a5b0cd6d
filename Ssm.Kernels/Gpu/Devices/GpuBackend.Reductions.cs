using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <content>Reductions and running sums.</content>
public sealed partial class GpuBackend<T>
{
    // Numbers of a row that one group combines.
    private const int RowPiece = 1 << 12;

    // With so many columns every thread may run along its own from end to end.
    private const int ManyColumns = 1 << 14;
    private const int LeastToCut = 512;

    /// <inheritdoc/>
    public void Reduce<TReduction>(View<T> x, View<T> y, in AxisShape shape)
        where TReduction : struct, IReduction<T>
    {
        if (shape.Length == 0)
        {
            Fill(y, TReduction.Identity);
            return;
        }

        using GpuWork work = _device.Begin();
        if (shape.Inner == 1)
        {
            ReduceRows<T, TReduction, ValueTerm<T>>(
                work, new ValueTerm<T>(work.View(x), shape.Length), work.View(y), shape.Outer, shape.Length);
        }
        else
        {
            ReduceColumns<TReduction, ValueTerm<T>>(
                work, new ValueTerm<T>(work.View(x), shape.Inner), work.View(y), shape);
        }
    }

    /// <inheritdoc/>
    public void CumulativeSum(View<T> x, View<T> y, in AxisShape shape) => CumulativeSum(x, y, shape, reversed: 0);

    /// <inheritdoc/>
    public void ReverseCumulativeSum(View<T> x, View<T> y, in AxisShape shape) =>
        CumulativeSum(x, y, shape, reversed: 1);

    // Combines a term's numbers over the rows of each of the outer blocks.
    private static void ReduceColumns<TReduction, TTerm>(
        GpuWork work, TTerm term, ArrayView<T> y, in AxisShape shape)
        where TReduction : struct, IReduction<T>
        where TTerm : struct, ITerm<T>
    {
        ColumnSplit split = ColumnSplit.Of(shape);
        int count = shape.Outer * split.Pieces * shape.Inner;
        ArrayView<T> to = split.Pieces == 1 ? y : work.Scratch<T>(count);
        work.Launch(ReduceKernels.Columns<T, TReduction, TTerm>, work.Over(count), term, to, split, count);
        if (split.Pieces > 1)
        {
            ReduceColumns<TReduction, ValueTerm<T>>(
                work, new ValueTerm<T>(to, shape.Inner), y, shape with { Length = split.Pieces });
        }
    }

    // Combines a term's numbers along each row.
    private static void ReduceRows<TNumber, TReduction, TTerm>(
        GpuWork work, TTerm term, ArrayView<TNumber> y, int rows, int length)
        where TNumber : unmanaged, IFloatingPointIeee754<TNumber>
        where TReduction : struct, IReduction<TNumber>
        where TTerm : struct, ITerm<TNumber>
    {
        int pieces = Math.Max(1, (int)(((long)length + RowPiece - 1) / RowPiece));
        RowSplit split = new(rows * pieces, pieces == 1 ? length : RowPiece, work.GroupThreads);
        ArrayView<TNumber> to = pieces == 1 ? y : work.Scratch<TNumber>(rows * pieces);
        work.Launch(
            ReduceKernels.Rows<TNumber, TReduction, TTerm>, work.Groups(split.Groups(work.GroupThreads)), term, to,
            split, new Divisor(pieces), length);
        if (pieces > 1)
        {
            ReduceRows<TNumber, TReduction, ValueTerm<TNumber>>(
                work, new ValueTerm<TNumber>(to, pieces), y, rows, pieces);
        }
    }

    private void CumulativeSum(View<T> x, View<T> y, in AxisShape shape, int reversed)
    {
        int columns = shape.Outer * shape.Inner;
        bool whole = columns >= ManyColumns || shape.Length < LeastToCut;

        // As many pieces as rows of a piece: the sums of the pieces are walked over one by one, too.
        int rows = whole ? Math.Max(1, shape.Length) : (int)Math.Sqrt(shape.Length);
        ColumnSplit split = new(shape.Length, shape.Inner, rows);
        int count = shape.Length == 0 ? 0 : columns * split.Pieces;
        using GpuWork work = _device.Begin();
        ArrayView<T> from = work.View(x), carries = work.View(default(View<T>));
        if (split.Pieces > 1)
        {
            ArrayView<T> sums = work.Scratch<T>(count);
            carries = work.Scratch<T>(count);
            work.Launch(CumulativeKernels.Pieces, work.Over(count), from, sums, split, reversed, count);
            work.Launch(
                CumulativeKernels.Carries, work.Over(columns), sums, carries, split.Pieces, new Divisor(shape.Inner),
                columns);
        }

        work.Launch(CumulativeKernels.Run, work.Over(count), from, work.View(y), carries, split, reversed, count);
    }
}
