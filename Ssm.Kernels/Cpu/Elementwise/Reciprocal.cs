using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>1 / x, with the derivative −y².</summary>
public readonly struct Reciprocal<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.One / x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => Vector<T>.One / x;

    /// <inheritdoc/>
    public T Derivative(T x, T y) => -(y * y);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => -(y * y);
}
