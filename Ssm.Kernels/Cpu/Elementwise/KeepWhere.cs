namespace Ssm.Kernels;

/// <summary>
/// a where b is not 0, else 0: a choice, not a product, so that a NaN or an infinity that is not kept is gone.
/// </summary>
/// <remarks>The derivative in a is 1 where b is not 0, else 0; that in b is 0.</remarks>
public readonly struct KeepWhere<T> : IBinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T a, T b) => b == T.Zero ? T.Zero : a;

    /// <inheritdoc/>
    public Vector<T> Invoke(Vector<T> a, Vector<T> b) =>
        Vector.ConditionalSelect(Vector.Equals(b, Vector<T>.Zero), Vector<T>.Zero, a);

    /// <inheritdoc/>
    public T DerivativeLeft(T a, T b, T y) => b == T.Zero ? T.Zero : T.One;

    /// <inheritdoc/>
    public Vector<T> DerivativeLeft(Vector<T> a, Vector<T> b, Vector<T> y) =>
        Vector.ConditionalSelect(Vector.Equals(b, Vector<T>.Zero), Vector<T>.Zero, Vector<T>.One);

    /// <inheritdoc/>
    public T DerivativeRight(T a, T b, T y) => T.Zero;

    /// <inheritdoc/>
    public Vector<T> DerivativeRight(Vector<T> a, Vector<T> b, Vector<T> y) => Vector<T>.Zero;
}
