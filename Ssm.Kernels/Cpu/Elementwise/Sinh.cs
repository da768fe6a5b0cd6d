using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The hyperbolic sine, with the derivative cosh x.</summary>
public readonly struct Sinh<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.Sinh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Sinh(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => T.Cosh(x);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => VectorMath.Cosh(x);
}
