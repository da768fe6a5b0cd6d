using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

public static partial class VectorMath
{
    /// <summary>√(x² + y²) without overflow or underflow on the way; infinite where either is, even beside a
    /// NaN.</summary>
    /// <remarks>Very large and very small pairs are scaled by a power of two, which is exact.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Hypot<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> one = Vector<T>.One, infinity = Lanes<T>(double.PositiveInfinity);
        x = Vector.Abs(x);
        y = Vector.Abs(y);
        Vector<T> size = Vector.ConditionalSelect(Vector.GreaterThan(x, y), x, y);
        Vector<T> large = Vector.GreaterThan(size, Lanes<T>(TwoTo60, TwoTo500));
        Vector<T> small = Vector.LessThan(size, Lanes<T>(1.0f / TwoTo60, 1.0 / TwoTo500));
        Vector<T> down = Lanes<T>(1.0f / TwoTo100, 1.0 / TwoTo800), up = Lanes<T>(TwoTo100, TwoTo800);
        Vector<T> scale = Vector.ConditionalSelect(large, down, Vector.ConditionalSelect(small, up, one));
        Vector<T> back = Vector.ConditionalSelect(large, up, Vector.ConditionalSelect(small, down, one));
        Vector<T> u = x * scale, v = y * scale;
        Vector<T> length = Vector.SquareRoot(Fma(u, u, v * v)) * back;
        Vector<T> endless = Vector.BitwiseOr(Vector.Equals(x, infinity), Vector.Equals(y, infinity));
        return Vector.ConditionalSelect(endless, infinity, length);
    }

    private const float TwoTo60 = 1152921504606846976.0f;
    private const float TwoTo100 = 1267650600228229401496703205376.0f;
    private const double TwoTo500 = TwoTo100 * (double)TwoTo100 * TwoTo100 * TwoTo100 * TwoTo100;
    private const double TwoTo800 = TwoTo500 * TwoTo100 * TwoTo100 * TwoTo100;
}
