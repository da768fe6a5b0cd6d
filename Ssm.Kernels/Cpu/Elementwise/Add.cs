namespace Ssm.Kernels;

/// <summary>a + b.</summary>
public readonly struct Add<T> : IBinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T a, T b) => a + b;

    /// <inheritdoc/>
    public Vector<T> Invoke(Vector<T> a, Vector<T> b) => a + b;

    /// <inheritdoc/>
    public T DerivativeLeft(T a, T b, T y) => T.One;

    /// <inheritdoc/>
    public Vector<T> DerivativeLeft(Vector<T> a, Vector<T> b, Vector<T> y) => Vector<T>.One;

    /// <inheritdoc/>
    public T DerivativeRight(T a, T b, T y) => T.One;

    /// <inheritdoc/>
    public Vector<T> DerivativeRight(Vector<T> a, Vector<T> b, Vector<T> y) => Vector<T>.One;
}
