using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>x σ(x), with the derivative σ (1 + x (1 − σ)): the argument alone. 0 at −∞.</summary>
public readonly struct Silu<T> : IUnaryOp<T>, ISingleFunction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.IsNegativeInfinity(x) ? T.Zero : x * VectorMath.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Silu(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes ISingleFunction.Invoke<TLanes>(TLanes x) => SingleMath.Silu(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y)
    {
        T s = VectorMath.Sigmoid(x);
        return s * (T.One + (x * (T.One - s)));
    }

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y)
    {
        Vector<T> one = Vector<T>.One, s = VectorMath.Sigmoid(x);
        return s * (one + (x * (one - s)));
    }
}
