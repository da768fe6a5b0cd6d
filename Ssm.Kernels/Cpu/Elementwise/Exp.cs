using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>e^x, its own derivative.</summary>
public readonly struct Exp<T> : IUnaryOp<T>, ISingleFunction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes ISingleFunction.Invoke<TLanes>(TLanes x) => SingleMath.Exp(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => y;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => y;
}
