namespace Ssm.Kernels;

/// <summary>The smaller of a and b; a NaN wins. At a tie each has the derivative 1/2, as in PyTorch.</summary>
public readonly struct Minimum<T> : IBinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T a, T b) => T.Min(a, b);

    /// <inheritdoc/>
    public Vector<T> Invoke(Vector<T> a, Vector<T> b) => Vector.Min(a, b);

    /// <inheritdoc/>
    public T DerivativeLeft(T a, T b, T y) => a < b ? T.One : a == b ? VectorMath.Number<T>(0.5) : T.Zero;

    /// <inheritdoc/>
    public Vector<T> DerivativeLeft(Vector<T> a, Vector<T> b, Vector<T> y)
    {
        Vector<T> tie = Vector.BitwiseAnd(Vector.Equals(a, b), VectorMath.Lanes<T>(0.5));
        return Vector.ConditionalSelect(Vector.LessThan(a, b), Vector<T>.One, tie);
    }

    /// <inheritdoc/>
    public T DerivativeRight(T a, T b, T y) => b < a ? T.One : b == a ? VectorMath.Number<T>(0.5) : T.Zero;

    /// <inheritdoc/>
    public Vector<T> DerivativeRight(Vector<T> a, Vector<T> b, Vector<T> y)
    {
        Vector<T> tie = Vector.BitwiseAnd(Vector.Equals(b, a), VectorMath.Lanes<T>(0.5));
        return Vector.ConditionalSelect(Vector.LessThan(b, a), Vector<T>.One, tie);
    }
}
