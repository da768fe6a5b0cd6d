using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Sine and cosine of a product of two numbers, in quarters of a circle: the imaginary part of ΔA.</summary>
internal static class SelectiveTurn
{
    /// <summary>2/π: the imaginary parts of the rates are multiplied by it once.</summary>
    internal const double QuartersPerRadian = 0.63661977236758134;

    /// <summary>
    /// sin and cos of ab quarters, |ab| up to 2^22 in float and 2^51 in double, within 2 ulp of 1 for the unrounded
    /// product.
    /// </summary>
    /// <remarks>
    /// As in <see cref="SelectiveMath.PowerOfTwo"/> the whole quarters stand in the low bits after the addition, and
    /// the fused multiply-add takes the exact rest, at most half a quarter, which needs no reduction any more.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector<T> Sin, Vector<T> Cos) SinCos<T>(Vector<T> a, Vector<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> shift = VectorMath.Lanes<T>(12582912.0f, 6755399441055744.0);
        Vector<T> shifted = Fused.MultiplyAdd(a, b, shift);
        Vector<T> x = Fused.MultiplyAdd(a, b, shift - shifted) * VectorMath.Lanes<T>(Math.PI / 2.0), z = x * x;
        Vector<T> sin = Fused.MultiplyAdd(x * z, VectorMath.SinTail(z), x);
        Vector<T> hill = Fused.MultiplyAdd(z, VectorMath.Lanes<T>(-0.5), Vector<T>.One);
        Vector<T> cos = Fused.MultiplyAdd(z * z, VectorMath.CosTail(z), hill);

        // Odd quarters exchange the two; the second and the third turn the sine over, the first and the second the
        // cosine.
        Vector<T> odd, sinSign, cosSign;
        if (typeof(T) == typeof(float))
        {
            Vector<int> quarter = shifted.As<T, int>(), unit = Vector<int>.One;
            Vector<int> sign = new(int.MinValue);
            odd = Vector.Equals(quarter & unit, unit).As<int, T>();
            sinSign = (Vector.ShiftLeft(quarter, 30) & sign).As<int, T>();
            cosSign = (Vector.ShiftLeft(quarter + unit, 30) & sign).As<int, T>();
        }
        else
        {
            Vector<long> quarter = shifted.As<T, long>(), unit = Vector<long>.One;
            Vector<long> sign = new(long.MinValue);
            odd = Vector.Equals(quarter & unit, unit).As<long, T>();
            sinSign = (Vector.ShiftLeft(quarter, 62) & sign).As<long, T>();
            cosSign = (Vector.ShiftLeft(quarter + unit, 62) & sign).As<long, T>();
        }

        return (
            Vector.ConditionalSelect(odd, cos, sin) ^ sinSign, Vector.ConditionalSelect(odd, sin, cos) ^ cosSign);
    }

    /// <summary><see cref="SinCos"/> of a product of any size; the same bits within its range.</summary>
    /// <remarks>Beyond it the rounded product, which is all that is left of the angle, loses its whole turns first.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector<T> Sin, Vector<T> Cos) AnySinCos<T>(Vector<T> a, Vector<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> x = a * b;
        Vector<T> within = Vector.LessThanOrEqual(Vector.Abs(x), VectorMath.Lanes<T>(4194304.0f, 2251799813685248.0));
        Vector<T> turns = Floor(x * VectorMath.Lanes<T>(0.25)) * VectorMath.Lanes<T>(4.0);
        return SinCos(
            Vector.ConditionalSelect(within, a, x - turns), Vector.ConditionalSelect(within, b, Vector<T>.One));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Floor<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? Vector.Floor(x.As<T, float>()).As<float, T>()
            : Vector.Floor(x.As<T, double>()).As<double, T>();
}
