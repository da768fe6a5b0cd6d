using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>σ(x) = 1 / (1 + e^−x), with σ' = σ (1 − σ): the derivative needs the output alone.</summary>
public readonly struct Sigmoid<T> : IUnaryOp<T>, ISingleFunction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => VectorMath.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes ISingleFunction.Invoke<TLanes>(TLanes x) => SingleMath.Sigmoid(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => y * (T.One - y);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => y * (Vector<T>.One - y);
}
