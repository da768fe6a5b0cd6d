using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>As many complex numbers as a vector has lanes: a vector of real parts and one of imaginary parts.</summary>
/// <param name="Re">The real parts.</param>
/// <param name="Im">The imaginary parts.</param>
public readonly record struct ComplexLanes<T>(Vector<T> Re, Vector<T> Im)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>1 in every lane.</summary>
    public static ComplexLanes<T> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector<T>.One, Vector<T>.Zero);
    }

    /// <summary>The complex conjugate.</summary>
    public ComplexLanes<T> Conjugate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Re, -Im);
    }

    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes<T> operator +(ComplexLanes<T> a, ComplexLanes<T> b) => new(a.Re + b.Re, a.Im + b.Im);

    /// <summary>a − b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes<T> operator -(ComplexLanes<T> a, ComplexLanes<T> b) => new(a.Re - b.Re, a.Im - b.Im);

    /// <summary>−a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes<T> operator -(ComplexLanes<T> a) => new(-a.Re, -a.Im);

    /// <summary>a b, with one rounding less in each part than separate products and sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes<T> operator *(ComplexLanes<T> a, ComplexLanes<T> b) =>
        new(VectorMath.Fma(-a.Im, b.Im, a.Re * b.Re), VectorMath.Fma(a.Im, b.Re, a.Re * b.Im));

    /// <summary>s a with a real s.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes<T> operator *(Vector<T> s, ComplexLanes<T> a) => new(s * a.Re, s * a.Im);

    /// <summary>a / b, within a few ulp of |a / b|, without overflow on the way where b is very large or
    /// small.</summary>
    /// <remarks>
    /// Smith, "Algorithm 116: Complex division", 1962: divides by the larger part of b first. Both of its branches are
    /// the same formula with the parts swapped. Division by zero gives NaN.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes<T> operator /(ComplexLanes<T> a, ComplexLanes<T> b)
    {
        Vector<T> swap = Vector.LessThan(Vector.Abs(b.Re), Vector.Abs(b.Im));
        Vector<T> large = Vector.ConditionalSelect(swap, b.Im, b.Re);
        Vector<T> small = Vector.ConditionalSelect(swap, b.Re, b.Im);
        Vector<T> u = Vector.ConditionalSelect(swap, a.Im, a.Re);
        Vector<T> v = Vector.ConditionalSelect(swap, a.Re, a.Im);
        Vector<T> ratio = small / large;
        Vector<T> denominator = VectorMath.Fma(small, ratio, large);
        Vector<T> re = VectorMath.Fma(v, ratio, u) / denominator;
        Vector<T> im = VectorMath.Fma(-u, ratio, v) / denominator;
        return new(re, Vector.ConditionalSelect(swap, -im, im));
    }
}
