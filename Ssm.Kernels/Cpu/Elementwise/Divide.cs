namespace Ssm.Kernels;

/// <summary>a / b, with the derivatives 1 / b and −y / b.</summary>
public readonly struct Divide<T> : IBinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T a, T b) => a / b;

    /// <inheritdoc/>
    public Vector<T> Invoke(Vector<T> a, Vector<T> b) => a / b;

    /// <inheritdoc/>
    public T DerivativeLeft(T a, T b, T y) => T.One / b;

    /// <inheritdoc/>
    public Vector<T> DerivativeLeft(Vector<T> a, Vector<T> b, Vector<T> y) => Vector<T>.One / b;

    /// <inheritdoc/>
    public T DerivativeRight(T a, T b, T y) => -(y / b);

    /// <inheritdoc/>
    public Vector<T> DerivativeRight(Vector<T> a, Vector<T> b, Vector<T> y) => -(y / b);
}
