using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>(x − mean)², with a mean for each column.</summary>
internal readonly struct SquaredDistanceTerm<T>(ArrayView<T> x, ArrayView<T> mean, int width) : ITerm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _x = x;
    private readonly ArrayView<T> _mean = mean;
    private readonly int _width = width;

    /// <inheritdoc/>
    public T At(int row, int column)
    {
        T distance = _x[(row * _width) + column] - _mean[column];
        return distance * distance;
    }
}
