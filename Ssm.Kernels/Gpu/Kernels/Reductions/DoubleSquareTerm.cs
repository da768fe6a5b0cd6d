using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The squares of doubles.</summary>
internal readonly struct DoubleSquareTerm(ArrayView<double> x) : ITerm<double>
{
    private readonly ArrayView<double> _x = x;

    /// <inheritdoc/>
    public double At(int row, int column) => _x[column] * _x[column];
}
