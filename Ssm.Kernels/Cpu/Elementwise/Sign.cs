using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>−1, 0 or 1; a zero keeps its sign and a NaN is passed on. The derivative is 0.</summary>
public readonly struct Sign<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => x > T.Zero ? T.One : x < T.Zero ? -T.One : x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x)
    {
        Vector<T> one = Vector<T>.One,
            size = Vector.ConditionalSelect(Vector.GreaterThan(Vector.Abs(x), Vector<T>.Zero), one, x);
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), -size, size);
    }

    /// <inheritdoc/>
    public T Derivative(T x, T y) => T.Zero;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => Vector<T>.Zero;
}
