using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Normalisation over columns, whose statistics other kernels have summed.</summary>
/// <remarks>
/// With r = 1 / √(variance + ε), scale = w·r; the gradient of a row is dy ⊙ scale + (x − mean) ⊙ slope + shift.
/// </remarks>
internal static class BatchNormKernels
{
    /// <summary>Sums become means.</summary>
    internal static void Divide<T>(ArrayView<T> sums, T count, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int j = GridStride.Start; j < width; j += GridStride.Step)
        {
            sums[j] /= count;
        }
    }

    /// <summary>scale = w / √(variance + ε).</summary>
    internal static void Scales<T>(ArrayView<T> w, ArrayView<T> variance, ArrayView<T> scale, T epsilon, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int j = GridStride.Start; j < width; j += GridStride.Step)
        {
            scale[j] = (w.IntLength == 0 ? T.One : w[j]) / T.Sqrt(variance[j] + epsilon);
        }
    }

    /// <summary>y = (x − mean) ⊙ scale + b.</summary>
    internal static void Normalize<T>(
        ArrayView<T> x, ArrayView<T> mean, ArrayView<T> scale, ArrayView<T> b, ArrayView<T> y, Divisor width,
        int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            int j = i - (width.Quotient(i) * width.Value);
            y[i] = ((x[i] - mean[j]) * scale[j]) + (b.IntLength == 0 ? T.Zero : b[j]);
        }
    }

    /// <summary>Of Σ dy and Σ dy ⊙ (x − mean): the gradient's scale, slope and shift, and Σ dy ⊙ x̂ in the place of the
    /// second.</summary>
    internal static void Slopes<T>(
        ArrayView<T> w, ArrayView<T> variance, ArrayView<T> sum, ArrayView<T> product, ArrayView<T> scale,
        ArrayView<T> slope, ArrayView<T> shift, T epsilon, T count, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int j = GridStride.Start; j < width; j += GridStride.Step)
        {
            T inverse = T.One / T.Sqrt(variance[j] + epsilon), weight = w.IntLength == 0 ? T.One : w[j];
            T gradient = product[j] * inverse, factor = weight * inverse;
            product[j] = gradient;
            scale[j] = factor;
            slope[j] = -(factor * inverse * (gradient / count));
            shift[j] = -(factor * (sum[j] / count));
        }
    }

    /// <summary>dx = dy ⊙ scale + ((x − mean) ⊙ slope + shift).</summary>
    internal static void InputGradient<T>(
        ArrayView<T> dy, ArrayView<T> x, ArrayView<T> mean, ArrayView<T> scale, ArrayView<T> slope, ArrayView<T> shift,
        ArrayView<T> dx, Divisor width, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            int j = i - (width.Quotient(i) * width.Value);
            dx[i] = (dy[i] * scale[j]) + (((x[i] - mean[j]) * slope[j]) + shift[j]);
        }
    }
}
