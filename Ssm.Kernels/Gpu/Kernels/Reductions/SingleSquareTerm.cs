using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The squares of floats, exactly.</summary>
internal readonly struct SingleSquareTerm(ArrayView<float> x) : ITerm<double>
{
    private readonly ArrayView<float> _x = x;

    /// <inheritdoc/>
    public double At(int row, int column)
    {
        double x = _x[column];
        return x * x;
    }
}
