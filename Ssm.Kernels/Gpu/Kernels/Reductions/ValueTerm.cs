using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The numbers of an array of rows.</summary>
internal readonly struct ValueTerm<T>(ArrayView<T> x, int width) : ITerm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _x = x;
    private readonly int _width = width;

    /// <inheritdoc/>
    public T At(int row, int column) => _x[(row * _width) + column];
}
