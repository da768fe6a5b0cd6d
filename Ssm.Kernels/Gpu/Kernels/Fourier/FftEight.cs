namespace Ssm.Kernels.Gpu;

/// <summary>Eight points in registers; as <see cref="FftFour{T}"/>.</summary>
internal readonly struct FftEight<T>(FftFour<T> low, FftFour<T> high)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _aRe = low.A.Re;
    private readonly T _aIm = low.A.Im;
    private readonly T _bRe = low.B.Re;
    private readonly T _bIm = low.B.Im;
    private readonly T _cRe = low.C.Re;
    private readonly T _cIm = low.C.Im;
    private readonly T _dRe = low.D.Re;
    private readonly T _dIm = low.D.Im;
    private readonly T _eRe = high.A.Re;
    private readonly T _eIm = high.A.Im;
    private readonly T _fRe = high.B.Re;
    private readonly T _fIm = high.B.Im;
    private readonly T _gRe = high.C.Re;
    private readonly T _gIm = high.C.Im;
    private readonly T _hRe = high.D.Re;
    private readonly T _hIm = high.D.Im;

    internal ComplexNumber<T> A => new(_aRe, _aIm);

    internal ComplexNumber<T> B => new(_bRe, _bIm);

    internal ComplexNumber<T> C => new(_cRe, _cIm);

    internal ComplexNumber<T> D => new(_dRe, _dIm);

    internal ComplexNumber<T> E => new(_eRe, _eIm);

    internal ComplexNumber<T> F => new(_fRe, _fIm);

    internal ComplexNumber<T> G => new(_gRe, _gIm);

    internal ComplexNumber<T> H => new(_hRe, _hIm);
}
