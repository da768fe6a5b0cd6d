using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>x + log(1 − e^−x) for x > 0, the inverse of softplus, with the derivative 1 / (1 − e^−x).</summary>
public readonly struct InverseSoftplus<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => x + T.Log(-VectorMath.Expm1(-x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => x + VectorMath.Log(-VectorMath.Expm1(-x));

    /// <inheritdoc/>
    public T Derivative(T x, T y) => -T.One / VectorMath.Expm1(-x);

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => -Vector<T>.One / VectorMath.Expm1(-x);
}
