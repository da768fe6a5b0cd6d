using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>log(1 + e^x), and x itself above 20 as in PyTorch, with the derivative σ(x), and 1 above 20.</summary>
public readonly struct Softplus<T> : IUnaryOp<T>, ISingleFunction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => VectorMath.Softplus(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Softplus(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes ISingleFunction.Invoke<TLanes>(TLanes x) => SingleMath.Softplus(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => x > VectorMath.Number<T>(20.0) ? T.One : VectorMath.Sigmoid(x);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) =>
        Vector.ConditionalSelect(
            Vector.GreaterThan(x, VectorMath.Lanes<T>(20.0)), Vector<T>.One, VectorMath.Sigmoid(x));
}
