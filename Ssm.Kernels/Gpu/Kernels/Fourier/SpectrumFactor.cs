using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The spectra (points, channels) of a convolution's filters, or their conjugates for the sign −1.</summary>
internal readonly struct SpectrumFactor<T>(ComplexPlanes<T> spectra, int channels, T sign) : IFftFactor<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _re = spectra.Re;
    private readonly ArrayView<T> _im = spectra.Im;
    private readonly int _channels = channels;
    private readonly T _sign = sign;

    public int Line(int line) => line % _channels;

    public ComplexNumber<T> At(int line, int k)
    {
        int at = line + (k * _channels);
        return new(_re[at], _sign * _im[at]);
    }
}
