using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The logarithm to base 2, with the derivative 1 / (x ln 2).</summary>
public readonly struct Log2<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.Log2(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Log2(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => VectorMath.Number<T>(1.4426950408889634) / x;

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => VectorMath.Lanes<T>(1.4426950408889634) / x;
}
