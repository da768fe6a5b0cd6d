using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Normalisation over rows: some lanes of a group for each row.</summary>
/// <remarks>x̂ = (x − mean)·inverse, the mean being 0 in the RMS form; h = dy ⊙ (w + offset), without w dy itself.
/// </remarks>
internal static class NormKernels
{
    /// <summary>y = x̂ ⊙ w + b. The row is read three times, from the cache but for the first.</summary>
    internal static void LayerNorm<T>(
        ArrayView<T> x, ArrayView<T> w, ArrayView<T> b, ArrayView<T> y, ArrayView<T> mean, ArrayView<T> inverse,
        RowSplit split, T count, T epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate1D<T>(GroupTree.Capacity);
        int start = split.Start, end = split.End;
        T sum = T.Zero;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            sum += x[start + j];
        }

        // The variance is taken around the mean, so that a large common offset costs no digits.
        T center = GroupTree.Sum(shared, sum, split) / count;
        sum = T.Zero;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            T distance = x[start + j] - center;
            sum += distance * distance;
        }

        T scale = T.One / T.Sqrt((GroupTree.Sum(shared, sum, split) / count) + epsilon);
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            T weight = w.IntLength == 0 ? T.One : w[j], bias = b.IntLength == 0 ? T.Zero : b[j];
            y[start + j] = ((x[start + j] - center) * scale * weight) + bias;
        }

        if (split.Writes)
        {
            mean[split.Row] = center;
            inverse[split.Row] = scale;
        }
    }

    /// <summary>y = x·inverse ⊙ (w + offset).</summary>
    internal static void RmsNorm<T>(
        ArrayView<T> x, ArrayView<T> w, ArrayView<T> y, ArrayView<T> inverse, RowSplit split, T count, T epsilon,
        T offset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate1D<T>(GroupTree.Capacity);
        int start = split.Start, end = split.End;
        T sum = T.Zero;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            sum += x[start + j] * x[start + j];
        }

        T scale = T.One / T.Sqrt((GroupTree.Sum(shared, sum, split) / count) + epsilon);
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            y[start + j] = x[start + j] * scale * Weight(w, offset, j);
        }

        if (split.Writes)
        {
            inverse[split.Row] = scale;
        }
    }

    /// <summary>dx = (h − mean(h) − x̂·mean(h ⊙ x̂))·inverse.</summary>
    internal static void LayerNormAdjoint<T>(
        ArrayView<T> x, ArrayView<T> w, ArrayView<T> mean, ArrayView<T> inverse, ArrayView<T> dy, ArrayView<T> dx,
        RowSplit split, T count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate1D<T>(GroupTree.Capacity);
        int start = split.Start, end = split.End, row = split.Row < split.Rows ? split.Row : 0;
        T center = mean[row], scale = inverse[row], sum = T.Zero, product = T.Zero;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            T h = dy[start + j] * Weight(w, T.Zero, j);
            sum += h;
            product += h * ((x[start + j] - center) * scale);
        }

        sum = GroupTree.Sum(shared, sum, split) / count;
        product = GroupTree.Sum(shared, product, split) / count;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            T h = dy[start + j] * Weight(w, T.Zero, j);
            dx[start + j] = ((h - sum) - ((x[start + j] - center) * scale * product)) * scale;
        }
    }

    /// <summary>dx = (h − x̂·mean(h ⊙ x̂))·inverse.</summary>
    internal static void RmsNormAdjoint<T>(
        ArrayView<T> x, ArrayView<T> w, ArrayView<T> inverse, ArrayView<T> dy, ArrayView<T> dx, RowSplit split, T count,
        T offset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate1D<T>(GroupTree.Capacity);
        int start = split.Start, end = split.End, row = split.Row < split.Rows ? split.Row : 0;
        T scale = inverse[row], product = T.Zero;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            product += dy[start + j] * Weight(w, offset, j) * (x[start + j] * scale);
        }

        product = GroupTree.Sum(shared, product, split) / count;
        for (int j = split.Lane; j < end; j += split.Lanes)
        {
            T h = dy[start + j] * Weight(w, offset, j);
            dx[start + j] = (h - (x[start + j] * scale * product)) * scale;
        }
    }

    private static T Weight<T>(ArrayView<T> w, T offset, int j)
        where T : unmanaged, IFloatingPointIeee754<T> => w.IntLength == 0 ? T.One : w[j] + offset;
}
