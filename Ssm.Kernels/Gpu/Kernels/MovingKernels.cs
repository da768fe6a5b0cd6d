using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Numbers that change their places.</summary>
internal static class MovingKernels
{
    /// <summary>Copies a rectangle.</summary>
    internal static void CopyRows<T>(
        ArrayView<T> from, ArrayView<T> to, Divisor width, int fromStride, int toStride, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            int row = width.Quotient(i), column = i - (row * width.Value);
            to[(row * toStride) + column] = from[(row * fromStride) + column];
        }
    }

    /// <summary>Writes from start to end what is read in strides.</summary>
    internal static void Permute<T>(
        ArrayView<T> x, ArrayView<T> y, Strides4 strides, Divisor second, Divisor third, Divisor fourth, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            y[i] = x[strides.At(second, third, fourth, i)];
        }
    }

    /// <summary>Reverses the middle axis.</summary>
    internal static void Flip<T>(ArrayView<T> x, ArrayView<T> y, Divisor middle, Divisor inner, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            // Element i is row t of block o: it comes from row (length − 1 − t), which is as far from the block's end.
            int row = inner.Quotient(i), block = middle.Quotient(row), t = row - (block * middle.Value);
            y[i] = x[i + ((middle.Value - 1 - t - t) * inner.Value)];
        }
    }

    /// <summary>Copies the row of a table that each index names; of one that is not there, no numbers.</summary>
    internal static void Gather<T>(
        ArrayView<T> table, ArrayView<int> indices, ArrayView<T> y, Divisor width, int entries, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            int row = width.Quotient(i), entry = indices[row];
            bool there = entry >= 0 && entry < entries;
            T value = table[((there ? entry : 0) * width.Value) + (i - (row * width.Value))];
            y[i] = there ? value : T.NaN;
        }
    }
}
