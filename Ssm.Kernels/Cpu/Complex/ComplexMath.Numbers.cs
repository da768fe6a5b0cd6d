namespace Ssm.Kernels;

internal static partial class ComplexMath
{
    internal static ComplexNumber<T> Exp<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Two equal factors, so that the product is finite wherever the result is.
        T half = T.Exp(VectorMath.Number<T>(0.5) * z.Re);
        return new(half * T.Cos(z.Im) * half, half * T.Sin(z.Im) * half);
    }

    internal static ComplexNumber<T> Log<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T x = T.Abs(z.Re), y = T.Abs(z.Im), m = T.Max(x, y), n = T.Min(x, y), angle = T.Atan2(z.Im, z.Re);
        T half = VectorMath.Number<T>(0.5);
        return m > half && m < T.One + T.One
            ? new(half * VectorMath.Log1p(((m - T.One) * (m + T.One)) + (n * n)), angle)
            : new(T.Log(Hypot(x, y)), angle);
    }

    internal static ComplexNumber<T> Sqrt<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The halves are taken before the sum, which could overflow.
        T half = VectorMath.Number<T>(0.5);
        T t = T.Sqrt((half * Hypot(z.Re, z.Im)) + (half * T.Abs(z.Re)));
        T other = t == T.Zero ? T.Zero : half * T.Abs(z.Im) / t;
        return z.Re < T.Zero ? new(other, T.CopySign(t, z.Im)) : new(t, T.CopySign(other, z.Im));
    }

    internal static ComplexNumber<T> Expm1OverX<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T half = VectorMath.Number<T>(0.5);
        if (T.Abs(z.Re) + T.Abs(z.Im) < T.Epsilon + VectorMath.Number<T>(1e-12))
        {
            return new(T.One + (half * z.Re), half * z.Im);
        }

        T less = VectorMath.Expm1(z.Re), sin = T.Sin(half * z.Im), cos = T.Cos(half * z.Im);
        T versine = (sin + sin) * sin;
        T im = z.Im == T.Zero ? z.Im : (less + T.One) * ((sin + sin) * cos);
        return new ComplexNumber<T>((less * (T.One - versine)) - versine, im) / z;
    }

    internal static ComplexNumber<T> Expm1OverXSlope<T>(ComplexNumber<T> z, ComplexNumber<T> w)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (z.Re * z.Re) + (z.Im * z.Im) < T.One ? SlopeSeries(z) : w + ((ComplexNumber<T>.One - w) / z);

    internal static ComplexNumber<T> Sinh<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(T.Sinh(z.Re) * T.Cos(z.Im), T.Cosh(z.Re) * T.Sin(z.Im));

    internal static ComplexNumber<T> Cosh<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(T.Cosh(z.Re) * T.Cos(z.Im), T.Sinh(z.Re) * T.Sin(z.Im));

    internal static ComplexNumber<T> Sin<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(T.Sin(z.Re) * T.Cosh(z.Im), T.Cos(z.Re) * T.Sinh(z.Im));

    internal static ComplexNumber<T> Cos<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(T.Cos(z.Re) * T.Cosh(z.Im), -(T.Sin(z.Re) * T.Sinh(z.Im)));

    internal static ComplexNumber<T> Tanh<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T bound = VectorMath.Number<T>(40.0), x = T.Clamp(z.Re, -bound, bound);
        T sinh = T.Sinh(x), cosh = T.Cosh(x), sin = T.Sin(z.Im), cos = T.Cos(z.Im);
        T denominator = (sinh * sinh) + (cos * cos);
        return new(sinh * cosh / denominator, sin * cos / denominator);
    }

    internal static ComplexNumber<T> Sigmoid<T>(ComplexNumber<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool left = z.Re < T.Zero;
        ComplexNumber<T> e = Exp(new ComplexNumber<T>(-T.Abs(z.Re), left ? z.Im : -z.Im));
        return (left ? e : ComplexNumber<T>.One) / (ComplexNumber<T>.One + e);
    }

    // The larger part outside the root: no overflow, no underflow that matters.
    internal static T Hypot<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T m = T.Max(T.Abs(x), T.Abs(y)), n = T.Min(T.Abs(x), T.Abs(y)), ratio = n / m;
        return m == T.Zero || T.IsInfinity(m) ? m : m * T.Sqrt(T.One + (ratio * ratio));
    }
}
