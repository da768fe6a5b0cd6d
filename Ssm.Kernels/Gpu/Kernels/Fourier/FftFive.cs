namespace Ssm.Kernels.Gpu;

/// <summary>Up to five points in registers; as <see cref="FftFour{T}"/>.</summary>
internal readonly struct FftFive<T>(
    ComplexNumber<T> a, ComplexNumber<T> b, ComplexNumber<T> c, ComplexNumber<T> d, ComplexNumber<T> e)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _aRe = a.Re;
    private readonly T _aIm = a.Im;
    private readonly T _bRe = b.Re;
    private readonly T _bIm = b.Im;
    private readonly T _cRe = c.Re;
    private readonly T _cIm = c.Im;
    private readonly T _dRe = d.Re;
    private readonly T _dIm = d.Im;
    private readonly T _eRe = e.Re;
    private readonly T _eIm = e.Im;

    internal ComplexNumber<T> A => new(_aRe, _aIm);

    internal ComplexNumber<T> B => new(_bRe, _bIm);

    internal ComplexNumber<T> C => new(_cRe, _cIm);

    internal ComplexNumber<T> D => new(_dRe, _dIm);

    internal ComplexNumber<T> E => new(_eRe, _eIm);
}
