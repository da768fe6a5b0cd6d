using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>dy ⊙ x̂ with x̂ = (x − mean)·inverse, both of them numbers of the row; without a mean it is 0.</summary>
internal readonly struct NormWeightTerm<T>(
    ArrayView<T> dy, ArrayView<T> x, ArrayView<T> mean, ArrayView<T> inverse, int width) : ITerm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _dy = dy;
    private readonly ArrayView<T> _x = x;
    private readonly ArrayView<T> _mean = mean;
    private readonly ArrayView<T> _inverse = inverse;
    private readonly int _width = width;

    /// <inheritdoc/>
    public T At(int row, int column)
    {
        int at = (row * _width) + column;
        T x = _x[at];
        x = _mean.IntLength == 0 ? x : x - _mean[row];
        return _dy[at] * (x * _inverse[row]);
    }
}
