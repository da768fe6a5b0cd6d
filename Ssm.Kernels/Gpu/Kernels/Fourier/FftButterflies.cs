using System.Runtime.CompilerServices;

namespace Ssm.Kernels.Gpu;

/// <summary>Transforms of a few points in registers.</summary>
internal static class FftButterflies
{
    /// <summary>−i z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexNumber<T> Back<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => new(z.Im, -z.Re);

    /// <summary>i conj z: real and imaginary part exchanged. Between two exchanges a transform is its inverse.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexNumber<T> Swapped<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => new(z.Im, z.Re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FftFive<T> Three<T>(ComplexNumber<T> a, ComplexNumber<T> b, ComplexNumber<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ComplexNumber<T> sum = b + c;
        ComplexNumber<T> middle = a - (VectorMath.Number<T>(0.5) * sum);
        ComplexNumber<T> side = VectorMath.Number<T>(0.86602540378443865) * Back(b - c);
        return new(a + sum, middle + side, middle - side, default, default);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FftFive<T> Five<T>(
        ComplexNumber<T> a, ComplexNumber<T> b, ComplexNumber<T> c, ComplexNumber<T> d, ComplexNumber<T> e)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T cos1 = VectorMath.Number<T>(0.30901699437494742), cos2 = VectorMath.Number<T>(-0.80901699437494742);
        T sin1 = VectorMath.Number<T>(0.95105651629515357), sin2 = VectorMath.Number<T>(0.58778525229247313);
        ComplexNumber<T> near = b + e, far = c + d, across = b - e, beyond = c - d;
        ComplexNumber<T> middle1 = a + (cos1 * near) + (cos2 * far);
        ComplexNumber<T> middle2 = a + (cos2 * near) + (cos1 * far);
        ComplexNumber<T> side1 = Back((sin1 * across) + (sin2 * beyond));
        ComplexNumber<T> side2 = Back((sin2 * across) - (sin1 * beyond));
        return new(a + near + far, middle1 + side1, middle2 + side2, middle2 - side2, middle1 - side1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FftFour<T> Four<T>(
        ComplexNumber<T> a, ComplexNumber<T> b, ComplexNumber<T> c, ComplexNumber<T> d)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ComplexNumber<T> even = a + c, odd = b + d, left = a - c, right = Back(b - d);
        return new(even + odd, left + right, even - odd, left - right);
    }

    /// <summary>Eight points, from the four of even and of odd index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FftEight<T> Eight<T>(FftFour<T> even, FftFour<T> odd)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T half = VectorMath.Number<T>(0.70710678118654752);
        FftFour<T> e = Four(even.A, even.B, even.C, even.D);
        FftFour<T> o = Four(odd.A, odd.B, odd.C, odd.D);
        ComplexNumber<T> b = half * new ComplexNumber<T>(o.B.Re + o.B.Im, o.B.Im - o.B.Re);
        ComplexNumber<T> c = Back(o.C);
        ComplexNumber<T> d = half * new ComplexNumber<T>(o.D.Im - o.D.Re, -(o.D.Re + o.D.Im));
        return new(
            new(e.A + o.A, e.B + b, e.C + c, e.D + d),
            new(e.A - o.A, e.B - b, e.C - c, e.D - d));
    }
}
