using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Pairs of half spectra X, X' of real lines as whole spectra X + iX', real and imaginary part exchanged for
/// the way back.</summary>
/// <remarks>
/// Beyond the middle a real line's spectrum is the conjugate of its mirror. The imaginary parts of bin 0, and of the
/// last bin of an even number of points, belong to no real line and are ignored.
/// </remarks>
internal readonly struct HermitianSource<T>(ComplexPlanes<T> bins, PairLayout layout) : IFftSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _re = bins.Re;
    private readonly ArrayView<T> _im = bins.Im;
    private readonly PairLayout _layout = layout;

    public FftLine Line(int line) => _layout.Line(line);

    public ComplexNumber<T> Read(FftLine line, int k)
    {
        int mirror = _layout.Points - k;
        int bin = Math.Min(k, mirror);
        T sign = k == bin ? T.One : -T.One;
        ComplexNumber<T> first = Bin(line.First + (bin * _layout.Step), k == 0 | k == mirror, sign);
        if (line.Second < 0)
        {
            return FftButterflies.Swapped(first);
        }

        ComplexNumber<T> second = Bin(line.Second + (bin * _layout.Step), k == 0 | k == mirror, sign);
        return new(first.Im + second.Re, first.Re - second.Im);
    }

    private ComplexNumber<T> Bin(int at, bool real, T sign) =>
        new(_re[at], real ? T.Zero : sign * _im[at]);
}
