namespace Ssm.Kernels.Gpu;

/// <summary>Four points in registers.</summary>
/// <remarks>
/// Kept as real numbers: ILGPU 1.5.3 takes structs whose numbers are alike for one type, however these are nested.
/// </remarks>
internal readonly struct FftFour<T>(
    ComplexNumber<T> a, ComplexNumber<T> b, ComplexNumber<T> c, ComplexNumber<T> d)
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

    internal ComplexNumber<T> A => new(_aRe, _aIm);

    internal ComplexNumber<T> B => new(_bRe, _bIm);

    internal ComplexNumber<T> C => new(_cRe, _cIm);

    internal ComplexNumber<T> D => new(_dRe, _dIm);
}
