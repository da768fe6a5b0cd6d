using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The hyperbolic tangent, with the derivative (1 − y)(1 + y): the output alone.</summary>
public readonly struct Tanh<T> : IUnaryOp<T>, ISingleFunction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes ISingleFunction.Invoke<TLanes>(TLanes x) => SingleMath.Tanh(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => (T.One - y) * (T.One + y);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => (Vector<T>.One - y) * (Vector<T>.One + y);
}
