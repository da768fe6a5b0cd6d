using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>One spectrum for all lines.</summary>
internal readonly struct FilterFactor<T>(ArrayView<ComplexNumber<T>> spectrum) : IFftFactor<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<ComplexNumber<T>> _spectrum = spectrum;

    public int Line(int line) => 0;

    public ComplexNumber<T> At(int line, int k) => _spectrum[k];
}
