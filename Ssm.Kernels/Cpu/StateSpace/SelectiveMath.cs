using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The elementary functions inside a selective scan: those of <see cref="VectorMath"/> made short.</summary>
/// <remarks>
/// The scan evaluates one exponential for each channel, state and step, so it can afford no more than its
/// multiply-adds. Polynomials are the minimax ones for the relative error, by Remez's exchange, 1 being fixed in those
/// of 2^r: a state that hardly decays stays exact.
/// </remarks>
internal static class SelectiveMath
{
    /// <summary>log2 e: rates are multiplied by it once, so that e^(ΔA) = 2^(Δ·A·log2 e).</summary>
    internal const double Log2E = 1.4426950408889634;

    /// <summary>The largest |x| for which <see cref="PowerOfTwo"/> is right.</summary>
    internal static T Limit<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorMath.Number<T>(typeof(T) == typeof(float) ? 126.0 : 1022.0);

    /// <summary>2^(ab) for |ab| up to <see cref="Limit"/>, within 1 ulp for the unrounded product.</summary>
    /// <remarks>
    /// Adding 1.5·2^23 rounds the product to a whole number n, which then stands in the low bits and is added, shifted,
    /// to the exponent of 2^r, r = ab − n. Polynomials within 2.6e-9 in float, 1.8e-17 in double.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> PowerOfTwo<T>(Vector<T> a, Vector<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> shift = VectorMath.Lanes<T>(12582912.0f, 6755399441055744.0);
        Vector<T> shifted = Fused.MultiplyAdd(a, b, shift);
        Vector<T> r = Fused.MultiplyAdd(a, b, shift - shifted);
        if (typeof(T) == typeof(float))
        {
            Vector<float> p = Fraction(r.As<T, float>());
            return (p.As<float, int>() + Vector.ShiftLeft(shifted.As<T, int>(), 23)).As<int, T>();
        }

        Vector<double> q = Fraction(r.As<T, double>());
        return (q.As<double, long>() + Vector.ShiftLeft(shifted.As<T, long>(), 52)).As<long, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Fraction(Vector<float> r)
    {
        Vector<float> p = new(0.00015594677f);
        p = Fused.MultiplyAdd(p, r, new Vector<float>(0.00134066434f));
        p = Fused.MultiplyAdd(p, r, new Vector<float>(0.00961769279f));
        p = Fused.MultiplyAdd(p, r, new Vector<float>(0.0555031039f));
        p = Fused.MultiplyAdd(p, r, new Vector<float>(0.240226522f));
        p = Fused.MultiplyAdd(p, r, new Vector<float>(0.693147242f));
        return Fused.MultiplyAdd(p, r, Vector<float>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Fraction(Vector<double> r)
    {
        Vector<double> p = new(4.0780717860928705e-10);
        p = Fused.MultiplyAdd(p, r, new Vector<double>(7.072570394540799e-09));
        p = Fused.MultiplyAdd(p, r, new Vector<double>(1.0180647660573069e-07));
        p = Fused.MultiplyAdd(p, r, new Vector<double>(1.3215442675452854e-06));
        p = Fused.MultiplyAdd(p, r, new Vector<double>(1.5252727385189775e-05));
        p = Fused.MultiplyAdd(p, r, new Vector<double>(0.0001540353044157185));
        p = Fused.MultiplyAdd(p, r, new Vector<double>(0.001333355815343997));
        p = Fused.MultiplyAdd(p, r, new Vector<double>(0.009618129107607003));
        p = Fused.MultiplyAdd(p, r, new Vector<double>(0.05550410866479039));
        p = Fused.MultiplyAdd(p, r, new Vector<double>(0.24022650695910097));
        p = Fused.MultiplyAdd(p, r, new Vector<double>(0.6931471805599457));
        return Fused.MultiplyAdd(p, r, Vector<double>.One);
    }

    /// <summary>e^−|x|, 0 where it is below the normal numbers; a NaN stays one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Decay<T>(Vector<T> size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Beyond the bound the result no longer counts beside 1, nor does z·σ(z) beside the numbers around it.
        Vector<T> bound = VectorMath.Lanes<T>(87.0f, 708.0);
        size = Vector.ConditionalSelect(Vector.GreaterThan(size, bound), bound, size);
        return PowerOfTwo(-size, VectorMath.Lanes<T>(Log2E));
    }

    /// <summary>softplus(x) = log(1 + e^x), and x itself above 20 as in PyTorch; within 4 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Softplus<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float))
        {
            return VectorMath.Softplus(x);
        }

        // max(x, 0) + log1p(e^−|x|). What the logarithm adds above 20 is lost in the sum, as PyTorch's threshold asks.
        Vector<float> v = x.As<T, float>();
        Vector<float> e = Decay(Vector.Abs(v));
        Vector<float> square = e * e, odd = new(-0.00324401422f), even = new(0.0198514089f);

        // Odd and even powers by themselves: half as long a chain.
        odd = Fused.MultiplyAdd(odd, square, new Vector<float>(-0.0569594279f));
        even = Fused.MultiplyAdd(even, square, new Vector<float>(0.106036432f));
        odd = Fused.MultiplyAdd(odd, square, new Vector<float>(-0.153055847f));
        even = Fused.MultiplyAdd(even, square, new Vector<float>(0.196759358f));
        odd = Fused.MultiplyAdd(odd, square, new Vector<float>(-0.249541327f));
        even = Fused.MultiplyAdd(even, square, new Vector<float>(0.333299637f));
        odd = Fused.MultiplyAdd(odd, square, new Vector<float>(-0.499999017f));
        even = Fused.MultiplyAdd(even, square, Vector<float>.One);
        Vector<float> positive = Vector.ConditionalSelect(Vector.LessThanOrEqual(v, default), default, v);
        return Fused.MultiplyAdd(Fused.MultiplyAdd(odd, e, even), e, positive).As<float, T>();
    }

    /// <summary>σ(x) = 1 / (1 + e^−x), within 3 ulp down to e^−87.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Sigmoid<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> e = Decay(Vector.Abs(x)), one = Vector<T>.One;
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), e, one) / (one + e);
    }

    /// <summary>The larger of |x| and a number that is not negative; a NaN is larger than any number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> LargestSize<T>(Vector<T> largest, Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The bits of such numbers are in the order of the numbers.
        Vector<T> size = Vector.Abs(x);
        return typeof(T) == typeof(float)
            ? Vector.Max(largest.As<T, int>(), size.As<T, int>()).As<int, T>()
            : Vector.Max(largest.As<T, long>(), size.As<T, long>()).As<long, T>();
    }
}
