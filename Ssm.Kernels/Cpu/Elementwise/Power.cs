namespace Ssm.Kernels;

/// <summary>a^b, with the derivatives b a^(b − 1) and y log a: 0 where b = 0, and where a = 0 and b ≥ 0, as in
/// PyTorch.</summary>
public readonly struct Power<T> : IBinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T a, T b) => T.Pow(a, b);

    /// <inheritdoc/>
    public Vector<T> Invoke(Vector<T> a, Vector<T> b) => VectorMath.Pow(a, b);

    /// <inheritdoc/>
    public T DerivativeLeft(T a, T b, T y) => b == T.Zero ? T.Zero : b * T.Pow(a, b - T.One);

    /// <inheritdoc/>
    public Vector<T> DerivativeLeft(Vector<T> a, Vector<T> b, Vector<T> y) =>
        Vector.ConditionalSelect(
            Vector.Equals(b, Vector<T>.Zero), Vector<T>.Zero, b * VectorMath.Pow(a, b - Vector<T>.One));

    /// <inheritdoc/>
    public T DerivativeRight(T a, T b, T y) => a == T.Zero && b >= T.Zero ? T.Zero : y * T.Log(a);

    /// <inheritdoc/>
    public Vector<T> DerivativeRight(Vector<T> a, Vector<T> b, Vector<T> y)
    {
        Vector<T> still = Vector.BitwiseAnd(Vector.Equals(a, Vector<T>.Zero),
            Vector.GreaterThanOrEqual(b, Vector<T>.Zero));
        return Vector.ConditionalSelect(still, Vector<T>.Zero, y * VectorMath.Log(a));
    }
}
