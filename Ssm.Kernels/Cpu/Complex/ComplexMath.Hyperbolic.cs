using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

internal static partial class ComplexMath
{
    // sinh(a + ib) = sinh a cos b + i cosh a sin b
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexLanes<T> Sinh<T>(ComplexLanes<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Vector<T> sinh, Vector<T> cosh, Vector<T> first, Vector<T> second) = VectorMath.SinhCoshParts(z.Re);
        (Vector<T> sin, Vector<T> cos) = VectorMath.SinCos(z.Im);
        return new(sinh * cos * first * second, cosh * sin * first * second);
    }

    // cosh(a + ib) = cosh a cos b + i sinh a sin b
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexLanes<T> Cosh<T>(ComplexLanes<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Vector<T> sinh, Vector<T> cosh, Vector<T> first, Vector<T> second) = VectorMath.SinhCoshParts(z.Re);
        (Vector<T> sin, Vector<T> cos) = VectorMath.SinCos(z.Im);
        return new(cosh * cos * first * second, sinh * sin * first * second);
    }

    // sin z = −i sinh(iz)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexLanes<T> Sin<T>(ComplexLanes<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ComplexLanes<T> w = Sinh(new ComplexLanes<T>(-z.Im, z.Re));
        return new(w.Im, -w.Re);
    }

    // cos z = cosh(iz)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexLanes<T> Cos<T>(ComplexLanes<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => Cosh(new ComplexLanes<T>(-z.Im, z.Re));

    /// <summary>tanh(a + ib) = (sinh a cosh a + i sin b cos b) / (sinh² a + cos² b): a sum of squares, no
    /// cancellation.</summary>
    /// <remarks>Kahan, "Branch cuts for complex elementary functions", 1987, gives the same quotient in other
    /// letters.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexLanes<T> Tanh<T>(ComplexLanes<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Beyond the bound the real part is ±1 and the imaginary part below the smallest normal number.
        Vector<T> one = Vector<T>.One, half = VectorMath.Lanes<T>(0.5), bound = VectorMath.Lanes<T>(43.0f, 350.0);
        Vector<T> size = Vector.Abs(z.Re);
        size = Vector.ConditionalSelect(Vector.GreaterThan(size, bound), bound, size);
        Vector<T> t = VectorMath.Expm1(size);
        Vector<T> grown = t + one;
        Vector<T> sinh = half * (t + (t / grown)), cosh = half * (grown + (one / grown));
        (Vector<T> sin, Vector<T> cos) = VectorMath.SinCos(z.Im);
        Vector<T> denominator = VectorMath.Fma(sinh, sinh, cos * cos);
        return new(VectorMath.CopySign(sinh * cosh / denominator, z.Re), sin * cos / denominator);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ComplexLanes<T> Sigmoid<T>(ComplexLanes<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // As in the real case, e^−|a| with the phase turned to match: 1 / (1 + E) on the right, E / (1 + E) on the
        // left.
        Vector<T> one = Vector<T>.One, zero = Vector<T>.Zero;
        Vector<T> left = Vector.LessThan(z.Re, zero);
        ComplexLanes<T> e = Exp(new ComplexLanes<T>(-Vector.Abs(z.Re), Vector.ConditionalSelect(left, z.Im, -z.Im)));
        ComplexLanes<T> top =
            new(Vector.ConditionalSelect(left, e.Re, one), Vector.ConditionalSelect(left, e.Im, zero));
        return top / (ComplexLanes<T>.One + e);
    }
}
