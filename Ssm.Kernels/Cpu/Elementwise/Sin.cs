using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The sine, with the derivative cos x.</summary>
public readonly struct Sin<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.Sin(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Sin(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => T.Cos(x);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => VectorMath.Cos(x);
}
