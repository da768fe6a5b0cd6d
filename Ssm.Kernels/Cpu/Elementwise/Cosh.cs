using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The hyperbolic cosine, with the derivative sinh x.</summary>
public readonly struct Cosh<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.Cosh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Cosh(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => T.Sinh(x);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => VectorMath.Sinh(x);
}
