using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Spectra (outer, points, inner) times factors, real and imaginary part exchanged for the way back.</summary>
internal readonly struct ProductSource<T, TFactor>(ComplexPlanes<T> spectra, int points, int inner, TFactor factor)
    : IFftSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFactor : struct, IFftFactor<T>
{
    private readonly ArrayView<T> _re = spectra.Re;
    private readonly ArrayView<T> _im = spectra.Im;
    private readonly int _points = points;
    private readonly int _inner = inner;
    private readonly TFactor _factor = factor;

    // So that no other struct has the same numbers, nested otherwise: see FftFour.
    internal readonly short Kind = 0;

    public FftLine Line(int line) =>
        new((line / _inner * _inner * _points) + (line % _inner), _factor.Line(line));

    public ComplexNumber<T> Read(FftLine line, int k)
    {
        int at = line.First + (k * _inner);
        return FftButterflies.Swapped(new ComplexNumber<T>(_re[at], _im[at]) * _factor.At(line.Second, k));
    }
}
