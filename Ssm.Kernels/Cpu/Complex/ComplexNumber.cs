namespace Ssm.Kernels;

/// <summary>One complex number: what a GPU thread works on, and a constant beside planar spans.</summary>
/// <param name="Re">The real part.</param>
/// <param name="Im">The imaginary part.</param>
public readonly record struct ComplexNumber<T>(T Re, T Im)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>1.</summary>
    public static ComplexNumber<T> One => new(T.One, T.Zero);

    /// <summary>The complex conjugate.</summary>
    public ComplexNumber<T> Conjugate => new(Re, -Im);

    /// <summary>a + b.</summary>
    public static ComplexNumber<T> operator +(ComplexNumber<T> a, ComplexNumber<T> b) => new(a.Re + b.Re, a.Im + b.Im);

    /// <summary>a − b.</summary>
    public static ComplexNumber<T> operator -(ComplexNumber<T> a, ComplexNumber<T> b) => new(a.Re - b.Re, a.Im - b.Im);

    /// <summary>−a.</summary>
    public static ComplexNumber<T> operator -(ComplexNumber<T> a) => new(-a.Re, -a.Im);

    /// <summary>a b.</summary>
    public static ComplexNumber<T> operator *(ComplexNumber<T> a, ComplexNumber<T> b) =>
        new((a.Re * b.Re) - (a.Im * b.Im), (a.Re * b.Im) + (a.Im * b.Re));

    /// <summary>s a with a real s.</summary>
    public static ComplexNumber<T> operator *(T s, ComplexNumber<T> a) => new(s * a.Re, s * a.Im);

    /// <summary>a / b, within a few ulp of |a / b|, without overflow on the way where b is very large or
    /// small.</summary>
    /// <remarks>
    /// Smith, "Algorithm 116: Complex division", 1962: divides by the larger part of b first. Division by zero gives
    /// NaN.
    /// </remarks>
    public static ComplexNumber<T> operator /(ComplexNumber<T> a, ComplexNumber<T> b)
    {
        if (T.Abs(b.Re) < T.Abs(b.Im))
        {
            T ratio = b.Re / b.Im, denominator = b.Im + (b.Re * ratio);
            return new((a.Im + (a.Re * ratio)) / denominator, ((a.Im * ratio) - a.Re) / denominator);
        }
        else
        {
            T ratio = b.Im / b.Re, denominator = b.Re + (b.Im * ratio);
            return new((a.Re + (a.Im * ratio)) / denominator, (a.Im - (a.Re * ratio)) / denominator);
        }
    }
}
