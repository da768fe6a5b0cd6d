namespace Ssm.Kernels;

/// <summary>1 where a ≥ b, else 0. The derivatives are 0.</summary>
public readonly struct GreaterOrEqual<T> : IBinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T a, T b) => a >= b ? T.One : T.Zero;

    /// <inheritdoc/>
    public Vector<T> Invoke(Vector<T> a, Vector<T> b) =>
        Vector.BitwiseAnd(Vector.GreaterThanOrEqual(a, b), Vector<T>.One);

    /// <inheritdoc/>
    public T DerivativeLeft(T a, T b, T y) => T.Zero;

    /// <inheritdoc/>
    public Vector<T> DerivativeLeft(Vector<T> a, Vector<T> b, Vector<T> y) => Vector<T>.Zero;

    /// <inheritdoc/>
    public T DerivativeRight(T a, T b, T y) => T.Zero;

    /// <inheritdoc/>
    public Vector<T> DerivativeRight(Vector<T> a, Vector<T> b, Vector<T> y) => Vector<T>.Zero;
}
