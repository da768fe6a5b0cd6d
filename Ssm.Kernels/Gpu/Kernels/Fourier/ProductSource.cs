namespace Ssm.Kernels.Gpu;

/// <summary>Spectra (outer, points, inner) times factors.</summary>
internal readonly struct ProductSource<T, TFactor>(PlanesSource<T> spectra, TFactor factor) : IFftSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFactor : struct, IFftFactor<T>
{
    private readonly PlanesSource<T> _spectra = spectra;
    private readonly TFactor _factor = factor;

    public FftLine Line(int line) => new(_spectra.Line(line).First, _factor.Line(line));

    public ComplexNumber<T> Read(FftLine line, int k) => _spectra.Read(line, k) * _factor.At(line.Second, k);
}
