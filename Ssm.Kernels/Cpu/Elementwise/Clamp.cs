using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>x cut to [low, high], with the derivative 1 from low to high, both included, and 0 outside.</summary>
/// <remarks>A NaN is passed on.</remarks>
public readonly struct Clamp<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _low;
    private readonly T _high;

    /// <summary>Fixes the low and the high.</summary>
    /// <param name="low">The least value.</param>
    /// <param name="high">The largest value, not below <paramref name="low"/>.</param>
    public Clamp(T low, T high) => (_low, _high) = (low, high);

    /// <inheritdoc/>
    public T Invoke(T x) => x < _low ? _low : x > _high ? _high : x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x)
    {
        Vector<T> low = new Vector<T>(_low), high = new Vector<T>(_high);
        x = Vector.ConditionalSelect(Vector.LessThan(x, low), low, x);
        return Vector.ConditionalSelect(Vector.GreaterThan(x, high), high, x);
    }

    /// <inheritdoc/>
    public T Derivative(T x, T y) => x >= _low && x <= _high ? T.One : T.Zero;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) =>
        Vector.BitwiseAnd(
            Vector.BitwiseAnd(Vector.GreaterThanOrEqual(x, new Vector<T>(_low)),
                Vector.LessThanOrEqual(x, new Vector<T>(_high))),
            Vector<T>.One);
}
