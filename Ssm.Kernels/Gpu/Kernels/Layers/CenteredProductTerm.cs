using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>dy ⊙ (x − mean), with a mean for each column.</summary>
internal readonly struct CenteredProductTerm<T>(ArrayView<T> dy, ArrayView<T> x, ArrayView<T> mean, int width)
    : ITerm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _dy = dy;
    private readonly ArrayView<T> _x = x;
    private readonly ArrayView<T> _mean = mean;
    private readonly int _width = width;

    /// <inheritdoc/>
    public T At(int row, int column)
    {
        int at = (row * _width) + column;
        return _dy[at] * (_x[at] - _mean[column]);
    }
}
