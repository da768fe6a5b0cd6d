using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Elementary functions of complex numbers; errors are relative to the size of the result, in units of 2^−24
/// (2^−53).</summary>
internal static partial class ComplexMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexLanes<T> Exp<T>(ComplexLanes<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> fraction = VectorMath.ExpParts(z.Re, out Vector<T> first, out Vector<T> second);
        (Vector<T> sin, Vector<T> cos) = VectorMath.SinCos(z.Im);
        return new(fraction * cos * first * second, fraction * sin * first * second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexLanes<T> Log<T>(ComplexLanes<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Near |z| = 1 the logarithm of the rounded |z| has no digits left: there, log |z| = log1p(|z|² − 1) / 2 with
        // |z|² − 1 = (m − 1)(m + 1) + n² for the larger part m and the smaller n.
        Vector<T> one = Vector<T>.One, x = Vector.Abs(z.Re), y = Vector.Abs(z.Im);
        Vector<T> m = Vector.ConditionalSelect(Vector.GreaterThan(x, y), x, y);
        Vector<T> n = Vector.ConditionalSelect(Vector.GreaterThan(x, y), y, x);
        Vector<T> near = Vector.BitwiseAnd(
            Vector.GreaterThan(m, VectorMath.Lanes<T>(0.5)), Vector.LessThan(m, VectorMath.Lanes<T>(2.0)));
        Vector<T> excess = VectorMath.Fma(n, n, (m - one) * (m + one));
        Vector<T> close = VectorMath.Lanes<T>(0.5) * VectorMath.Log1p(excess);
        Vector<T> re = Vector.ConditionalSelect(near, close, VectorMath.Log(VectorMath.Hypot(x, y)));
        return new(re, VectorMath.Atan2(z.Im, z.Re));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexLanes<T> Sqrt<T>(ComplexLanes<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // With t = √((|z| + |Re z|) / 2), the root is t + i Im z / 2t for Re z ≥ 0 and |Im z| / 2t ± i t else. Large
        // and small numbers are scaled by an even power of two first, which is exact.
        Vector<T> one = Vector<T>.One, half = VectorMath.Lanes<T>(0.5);
        Vector<T> length = VectorMath.Hypot(z.Re, z.Im);
        Vector<T> large = Vector.GreaterThan(length, VectorMath.Lanes<T>(1e30f, 1e300));
        Vector<T> small = Vector.LessThan(length, VectorMath.Lanes<T>(1e-25f, 1e-280));
        Vector<T> up = VectorMath.Lanes<T>(1.8446744073709552e19),
            down = VectorMath.Lanes<T>(1.0 / 1.8446744073709552e19);
        Vector<T> scale = Vector.ConditionalSelect(large, down, Vector.ConditionalSelect(small, up, one));
        Vector<T> rise = VectorMath.Lanes<T>(4294967296.0), fall = VectorMath.Lanes<T>(1.0 / 4294967296.0);
        Vector<T> back = Vector.ConditionalSelect(large, rise, Vector.ConditionalSelect(small, fall, one));
        Vector<T> x = z.Re * scale, y = z.Im * scale;
        Vector<T> sum = half * (VectorMath.Hypot(x, y) + Vector.Abs(x));
        Vector<T> t = Vector.SquareRoot(sum);
        Vector<T> other = Vector.ConditionalSelect(Vector.Equals(t, Vector<T>.Zero), Vector<T>.Zero,
            half * Vector.Abs(y) / t);
        Vector<T> left = Vector.LessThan(x, Vector<T>.Zero);
        Vector<T> re = Vector.ConditionalSelect(left, other, t) * back;
        return new(re, VectorMath.CopySign(Vector.ConditionalSelect(left, t, other) * back, z.Im));
    }

    /// <summary>e^z − 1, accurate near 0: (e^a − 1) cos b − 2 sin²(b / 2) + i e^a sin b for z = a + ib.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexLanes<T> Expm1<T>(ComplexLanes<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> one = Vector<T>.One;
        Vector<T> less = VectorMath.Expm1(z.Re);
        (Vector<T> sin, Vector<T> cos) = VectorMath.SinCos(VectorMath.Lanes<T>(0.5) * z.Im);
        Vector<T> versine = (sin + sin) * sin;
        Vector<T> re = VectorMath.Fma(less, one - versine, -versine);

        // On the real axis the imaginary part is exactly zero, also where e^a is infinite.
        Vector<T> im = (less + one) * ((sin + sin) * cos);
        return new(re, Vector.ConditionalSelect(Vector.Equals(z.Im, Vector<T>.Zero), z.Im, im));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexLanes<T> Expm1OverX<T>(ComplexLanes<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ComplexLanes<T> ratio = Expm1(z) / z;

        // e^z − 1 keeps all its digits near 0, so the quotient does; below this size φ1 is 1 + z / 2 to every digit,
        // and the quotient of subnormals is avoided.
        Vector<T> size = Vector.Abs(z.Re) + Vector.Abs(z.Im), half = VectorMath.Lanes<T>(0.5);
        Vector<T> tiny = Vector.LessThan(size, VectorMath.Lanes<T>(1e-6f, 1e-12));
        Vector<T> re = VectorMath.Fma(half, z.Re, Vector<T>.One);
        return new(Vector.ConditionalSelect(tiny, re, ratio.Re), Vector.ConditionalSelect(tiny, half * z.Im, ratio.Im));
    }

    /// <summary>φ1'(z), given w = φ1(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexLanes<T> Expm1OverXSlope<T>(ComplexLanes<T> z, ComplexLanes<T> w)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ComplexLanes<T> far = w + ((ComplexLanes<T>.One - w) / z);
        ComplexLanes<T> near = SlopeSeries(z);
        Vector<T> size = VectorMath.Fma(z.Re, z.Re, z.Im * z.Im);
        Vector<T> close = Vector.LessThan(size, Vector<T>.One);
        return new(
            Vector.ConditionalSelect(close, near.Re, far.Re), Vector.ConditionalSelect(close, near.Im, far.Im));
    }
}
