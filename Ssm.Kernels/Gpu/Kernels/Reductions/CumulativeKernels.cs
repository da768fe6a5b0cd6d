using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Running sums along the middle axis of (outer, length, inner), from either end.</summary>
/// <remarks>
/// Pieces of the axis are summed, their sums are summed one after another, and every piece then runs from there: three
/// passes, 12 bytes of traffic for each float. With one piece, only the last.
/// </remarks>
internal static class CumulativeKernels
{
    /// <summary>The sum of each piece of each column.</summary>
    internal static void Pieces<T>(ArrayView<T> x, ArrayView<T> sums, ColumnSplit split, int reversed, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            int first = split.First(i), end = split.End(first), at = At(split, i, first, reversed);
            int step = reversed != 0 ? -split.Inner : split.Inner;
            T sum = T.Zero;
            for (int row = first; row < end; row++, at += step)
            {
                sum += x[at];
            }

            sums[i] = sum;
        }
    }

    /// <summary>From the pieces' sums (outer, pieces, inner), those of all pieces before.</summary>
    /// <remarks>
    /// Not in place: optimised, ILGPU 1.5.3 moves the load of a number to where it is used first, also past a store to
    /// where it lay.
    /// </remarks>
    internal static void Carries<T>(ArrayView<T> sums, ArrayView<T> carries, int pieces, Divisor inner, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            int outer = inner.Quotient(i);
            int at = (outer * pieces * inner.Value) + (i - (outer * inner.Value));
            T carry = T.Zero;
            for (int piece = 0; piece < pieces; piece++, at += inner.Value)
            {
                carries[at] = carry;
                carry += sums[at];
            }
        }
    }

    /// <summary>The running sums of each piece, from the sum of those before; with none where there is one piece.
    /// </summary>
    internal static void Run<T>(
        ArrayView<T> x, ArrayView<T> y, ArrayView<T> carries, ColumnSplit split, int reversed, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            int first = split.First(i), end = split.End(first), at = At(split, i, first, reversed);
            int step = reversed != 0 ? -split.Inner : split.Inner;
            T sum = carries.IntLength == 0 ? T.Zero : carries[i];
            for (int row = first; row < end; row++, at += step)
            {
                sum += x[at];
                y[at] = sum;
            }
        }
    }

    private static int At(ColumnSplit split, int i, int first, int reversed)
    {
        int row = reversed != 0 ? split.Length - 1 - first : first;
        return (((split.Outer(i) * split.Length) + row) * split.Inner) + split.Column(i);
    }
}
