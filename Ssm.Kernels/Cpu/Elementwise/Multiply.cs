namespace Ssm.Kernels;

/// <summary>a b.</summary>
public readonly struct Multiply<T> : IBinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T a, T b) => a * b;

    /// <inheritdoc/>
    public Vector<T> Invoke(Vector<T> a, Vector<T> b) => a * b;

    /// <inheritdoc/>
    public T DerivativeLeft(T a, T b, T y) => b;

    /// <inheritdoc/>
    public Vector<T> DerivativeLeft(Vector<T> a, Vector<T> b, Vector<T> y) => b;

    /// <inheritdoc/>
    public T DerivativeRight(T a, T b, T y) => a;

    /// <inheritdoc/>
    public Vector<T> DerivativeRight(Vector<T> a, Vector<T> b, Vector<T> y) => a;
}
