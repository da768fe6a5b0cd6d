using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

public static partial class VectorMath
{
    /// <summary>The natural logarithm, within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Log<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector.Log(x.As<T, float>()).As<float, T>()
            : Vector.Log(x.As<T, double>()).As<double, T>();

    /// <summary>The logarithm to base 2, within 4 ulp (1.5 in double).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Log2<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector.Log2(x.As<T, float>()).As<float, T>()
            : Vector.Log2(x.As<T, double>()).As<double, T>();

    /// <summary>log(1 + x), within 2.5 ulp, also where x is tiny.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Log1p<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // u = 1 + x is rounded; lost is exactly what rounding took (Knuth's two-sum), and adds lost / u to first order.
        Vector<T> u = Vector<T>.One + x;
        Vector<T> back = u - Vector<T>.One;
        Vector<T> lost = (Vector<T>.One - (u - back)) + (x - back);
        Vector<T> y = Log(u) + (lost / u);

        // At 1 + x = 0 and at infinity the correction is 0/0; for tiny x, and the sign of zero, the result is x itself.
        Vector<T> tiny = Lanes<T>(1e-10f, 1e-20);
        y = Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), tiny), x, y);
        Vector<T> regular = Vector.BitwiseAnd(
            Vector.GreaterThan(u, Vector<T>.Zero), Vector.LessThan(u, Lanes<T>(double.PositiveInfinity)));
        return Vector.ConditionalSelect(regular, y, Log(u));
    }

    /// <summary>softplus(x) = log(1 + e^x), and x itself above 20 as in PyTorch; within 3.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Softplus<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> linear = Vector.GreaterThan(x, Lanes<T>(20.0));
        Vector<T> y = Log1p(Exp(Vector.ConditionalSelect(linear, Vector<T>.Zero, x)));
        return Vector.ConditionalSelect(linear, x, y);
    }
}
